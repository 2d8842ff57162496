import type { Example } from '../check';

export const soundFunction: Example = {
  aws_lambda_function: {
    light: {
      function_name: 'light',
      role: '${aws_iam_role.light.arn}',
      runtime: 'nodejs22.x',
      timeout: 10,
      reserved_concurrent_executions: 10,
      tracing_config: { mode: 'Active' },
      logging_config: { log_format: 'JSON' },
      environment: { variables: { TABLE_NAME: '${aws_dynamodb_table.lights.name}' } },
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
