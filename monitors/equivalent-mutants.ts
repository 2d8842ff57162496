const noShareIsExact = 'a burn rate is a quotient of counts in binary, which never is this very number';

const ofFunction = 'functions here have no versions and no aliases, so that each has one series';
const ofRule = 'CloudWatch tells these by rule alone, so that each has one series';
const ofTemplate = 'CloudWatch tells these by template alone, so that each has one series';
const ofStage = 'an API has one stage, and metrics of single methods are off, so that each has one series';
const ofErrorAction = 'a rule has one error action, and so one series';
const ofWorkflow = 'CloudWatch tells these by workflow alone, so that each has one series';
const ofStream = 'metrics of single shards are off, so that a stream has one series';

/** Where a group has one series, any way to make one of several gives that. */
const alone = (reason: string, ...changes: readonly string[]) =>
  Object.fromEntries(changes.map((change) => [`${change} over the series`, reason]));

/**
 * Slight changes of a monitor that no test can tell from it, each with the reason: id of the monitor → the change, as
 * `npm run monitors -- mutate` prints it → why. What is killed by a test after all is refused here as stale.
 */
export const equivalentMutants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  message_stored_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  message_stored_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  api_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  api_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  api_late_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  api_late_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  command_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  command_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },

  provisioning_refused: alone(ofTemplate, 'max instead of sum'),
  iot_error_action_failed: alone(ofErrorAction, 'avg instead of sum'),
  iot_rule_throttled: alone(ofRule, 'avg instead of sum'),
  iot_message_unreadable: alone(ofRule, 'max instead of sum'),
  lambda_errors: {
    'max instead of sum over aws.lambda.errors{*}': ofFunction,
    'max instead of sum over aws.lambda.invocations{*}': ofFunction,
  },
  api_errors: {
    'max instead of sum over aws.apigateway.5xxerror{stage:v1}': ofStage,
    'max instead of sum over aws.apigateway.count{stage:v1}': ofStage,
  },
  api_refused: {
    'max instead of sum over aws.apigateway.4xxerror{stage:v1}': ofStage,
    'max instead of sum over aws.apigateway.count{stage:v1}': ofStage,
  },
  api_slow: alone(ofStage, 'sum instead of max', 'avg instead of max'),
  telemetry_silent: alone(ofStream, 'avg instead of sum'),
  lambda_throttles: alone(ofFunction, 'max instead of sum'),
  lambda_concurrency: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_slow: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_alert_message_slow: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_provisioning_hook_slow: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_timer_event_slow: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_iterator_age: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_events_late: alone(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_failures_lost: alone(ofFunction, 'avg instead of sum'),
  dynamodb_refused: alone(
    'an account has one series of them: AWS does not say whose call it was',
    'max instead of sum',
  ),
  dynamodb_slow: alone('a table has one series of each operation', 'max instead of avg', 'min instead of avg'),
  schedule_failed: alone(ofRule, 'avg instead of sum'),
  schedule_silent: alone(ofRule, 'avg instead of sum'),
  states_executions_aborted: alone(ofWorkflow, 'max instead of sum'),
  states_executions_throttled: alone(ofWorkflow, 'max instead of sum'),
  states_executions_timed_out: alone(ofWorkflow, 'avg instead of sum'),
  kinesis_iterator_age: alone(ofStream, 'sum instead of max', 'avg instead of max'),
  kinesis_read_throttled: alone(ofStream, 'max instead of sum'),
  kinesis_write_throttled: alone(ofStream, 'avg instead of sum'),
  records_parked: alone('a bucket has one series of a filter', 'avg instead of sum'),
  commands_enough: alone('power-command alone counts them, so that there is one series', 'max instead of sum'),
  messages_enough: alone('power-on alone counts them, so that there is one series', 'max instead of sum'),
};
