import { type CheckExamples, type Example, withAttributes, without } from './example.fixture';

const compliantFunction: Example = {
  aws_lambda_function: {
    light: {
      function_name: 'light',
      role: '${aws_iam_role.light.arn}',
      reserved_concurrent_executions: 10,
      logging_config: { log_format: 'JSON' },
    },
  },
  aws_lambda_permission: {
    rule: {
      function_name: '${aws_lambda_function.light.function_name}',
      action: 'lambda:InvokeFunction',
      principal: 'iot.amazonaws.com',
      source_arn: '${aws_iot_topic_rule.light.arn}',
    },
  },
  aws_lambda_function_event_invoke_config: {
    light: {
      function_name: '${aws_lambda_function.light.function_name}',
      destination_config: { on_failure: { destination: '${aws_sqs_queue.failed.arn}' } },
    },
  },
  datadog_monitor: {
    errors: {
      name: 'Errors',
      type: 'query alert',
      query: 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() >= 1',
      message: 'A function fails. @slack-oncall',
      priority: '2',
      tags: ['team:lights'],
      on_missing_data: 'default',
      monitor_thresholds: { critical: '1' },
    },
  },
};

const second = { ...compliantFunction['aws_lambda_function']?.['light'], function_name: 'lamp' };

const two = (role: string) =>
  withAttributes(
    withAttributes(compliantFunction, 'aws_lambda_function.light', { role }),
    'aws_lambda_function.lamp',
    second,
  );

const query = (text: string) => withAttributes(compliantFunction, 'datadog_monitor.errors', { query: text });

const alarm = { metric_name: 'Errors', namespace: 'AWS/Lambda' };

export const lambdaExamples: CheckExamples = {
  'lambda-concurrency': {
    good: [
      compliantFunction,
      // the stack itself, not a client, determines how often the function is invoked
      ...[{ principal: 'scheduler.amazonaws.com' }, { source_arn: '${aws_iot_provisioning_template.light.arn}' }].map(
        (invoker) =>
          withAttributes(
            withAttributes(compliantFunction, 'aws_lambda_function.light', {
              reserved_concurrent_executions: undefined,
            }),
            'aws_lambda_permission.rule',
            invoker,
          ),
      ),
    ],
    bad: [undefined, -1].map((reserved_concurrent_executions) =>
      withAttributes(compliantFunction, 'aws_lambda_function.light', { reserved_concurrent_executions }),
    ),
  },
  'lambda-errors-watched': {
    good: [
      compliantFunction,
      without(compliantFunction, 'datadog_monitor.errors'),
      query('sum(last_5m):sum:aws.lambda.errors{functionname:light}.as_count() >= 1'),
      { ...query('sum(last_5m):sum:aws.sqs.x{*}.as_count() >= 1'), aws_cloudwatch_metric_alarm: { errors: alarm } },
    ],
    bad: [
      query('sum(last_5m):sum:aws.sqs.number_of_messages_sent{*}.as_count() >= 1'),
      query('sum(last_5m):sum:aws.lambda.errors{functionname:other}.as_count() >= 1'),
    ],
  },
  'lambda-failure-destination': {
    good: [
      compliantFunction,
      without(
        withAttributes(compliantFunction, 'aws_lambda_function.light', {
          dead_letter_config: { target_arn: 'arn:aws:sqs:e:1:d' },
        }),
        'aws_lambda_function_event_invoke_config.light',
      ),
      without(
        withAttributes(compliantFunction, 'aws_lambda_permission.rule', {
          source_arn: '${aws_iot_provisioning_template.light.arn}',
        }),
        'aws_lambda_function_event_invoke_config.light',
      ),
    ],
    bad: [
      without(compliantFunction, 'aws_lambda_function_event_invoke_config.light'),
      withAttributes(compliantFunction, 'aws_lambda_function_event_invoke_config.light', {
        destination_config: undefined,
      }),
    ],
  },
  'lambda-json-logs': {
    good: [compliantFunction],
    bad: [undefined, { log_format: 'Text' }].map((logging_config) =>
      withAttributes(compliantFunction, 'aws_lambda_function.light', { logging_config }),
    ),
  },
  'lambda-own-role': {
    good: [compliantFunction, two('${aws_iam_role.other.arn}')],
    bad: [two('${aws_iam_role.light.arn}')],
  },
};
