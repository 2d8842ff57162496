import type { EquivalentMutants } from '@himeshima/datadog-monitors/cli';

const noShareIsExact = 'a burn rate is a quotient of counts, so it practically never equals the threshold exactly';

const ofFunction = 'functions have no versions or aliases, so each function has one series';
const ofRule = 'CloudWatch reports this metric only by rule, so each rule has one series';
const ofTemplate = 'CloudWatch reports this metric only by template, so each template has one series';
const ofStage = 'an API has one stage and no per-method metrics, so each API has one series';
const ofErrorAction = 'a rule has one error action, so each rule has one series';
const ofWorkflow = 'CloudWatch reports this metric only by workflow, so each workflow has one series';
const ofStream = 'a stream has no per-shard metrics, so each stream has one series';

/** Declares changes to the aggregator over the series as equivalent: with one series per group, every aggregator has the same result. */
const singleSeries = (reason: string, ...changes: readonly string[]) =>
  Object.fromEntries(changes.map((change) => [`${change} over the series`, reason]));

/**
 * Mutants that behave like the original monitor, so no test can kill them. `npm run monitors -- mutate` rejects stale entries.
 */
export const equivalentMutants: EquivalentMutants = {
  message_stored_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  message_stored_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  api_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  api_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  api_late_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  api_late_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  command_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  command_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },

  provisioning_refused: singleSeries(ofTemplate, 'max instead of sum'),
  iot_error_action_failed: singleSeries(ofErrorAction, 'avg instead of sum'),
  iot_rule_throttled: singleSeries(ofRule, 'avg instead of sum'),
  iot_message_unreadable: singleSeries(ofRule, 'max instead of sum'),
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
  api_slow: singleSeries(ofStage, 'sum instead of max', 'avg instead of max'),
  telemetry_silent: singleSeries(ofStream, 'avg instead of sum'),
  lambda_throttles: singleSeries(ofFunction, 'max instead of sum'),
  lambda_concurrency: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_slow: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_alert_message_slow: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_provisioning_hook_slow: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_timer_event_slow: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_iterator_age: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_events_late: singleSeries(ofFunction, 'sum instead of max', 'avg instead of max'),
  lambda_failures_lost: singleSeries(ofFunction, 'avg instead of sum'),
  dynamodb_refused: singleSeries(
    'an account has one series, because AWS does not report the caller',
    'max instead of sum',
  ),
  dynamodb_slow: singleSeries('a table has one series per operation', 'max instead of avg', 'min instead of avg'),
  schedule_failed: singleSeries(ofRule, 'avg instead of sum'),
  schedule_silent: singleSeries(ofRule, 'avg instead of sum'),
  states_executions_aborted: singleSeries(ofWorkflow, 'max instead of sum'),
  states_executions_throttled: singleSeries(ofWorkflow, 'max instead of sum'),
  states_executions_timed_out: singleSeries(ofWorkflow, 'avg instead of sum'),
  kinesis_iterator_age: singleSeries(ofStream, 'sum instead of max', 'avg instead of max'),
  kinesis_read_throttled: singleSeries(ofStream, 'max instead of sum'),
  kinesis_write_throttled: singleSeries(ofStream, 'avg instead of sum'),
  athena_query_failed: {
    'sum instead of max over the series': 'Athena reports whole milliseconds, so a sum reaches 1 only if a series does',
  },
  records_parked: singleSeries('a bucket has one series per filter', 'avg instead of sum'),
  commands_enough: singleSeries('only power-command emits this metric, so there is one series', 'max instead of sum'),
  messages_enough: singleSeries('only power-on emits this metric, so there is one series', 'max instead of sum'),
};
