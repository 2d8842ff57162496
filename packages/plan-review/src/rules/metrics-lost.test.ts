import { deleted, reportedBy, updated } from './dangers.fixture';
import { metricsLost } from './metrics-lost';

const reported = reportedBy(metricsLost);
const account = 'datadog_integration_aws_account.a';
const collects = (filters: object, enabled = true) => ({ metrics_config: [{ enabled, namespace_filters: [filters] }] });

test('reports a deleted source of metrics', () => {
  expect(reported(deleted(account))).toEqual([`${account} is deleted: monitors no longer receive its metrics`]);
  expect(reported(deleted('datadog_logs_metric.errors'))).toHaveLength(1);
  expect(reported(deleted('aws_cloudwatch_log_metric_filter.errors'))).toHaveLength(1);
});

test('reports an account integration that collects fewer metrics', () => {
  expect(reported(updated(account, collects({}), collects({}, false)))).toEqual([
    `${account} collects no metrics: monitors no longer receive its metrics (metrics_config.enabled: false)`,
  ]);
  const iot = { include_only: ['AWS/IoT', 'AWS/Lambda'] };
  const lambda = { include_only: ['AWS/Lambda'] };
  expect(reported(updated(account, collects(iot), collects(lambda)))).toEqual([
    `${account} no longer collects metrics from AWS/IoT`,
  ]);
  expect(reported(updated(account, collects(lambda), collects(iot)))).toEqual([]);
  expect(reported(updated(account, collects(lambda), collects({})))).toEqual([]);
  const without = { exclude_only: ['AWS/SQS'] };
  expect(reported(updated(account, collects({}), collects(without)))).toEqual([
    `${account} no longer collects metrics from AWS/SQS`,
  ]);
});

test('reports a metric with a changed filter', () => {
  const counts = (pattern: string) => ({ pattern });
  expect(reported(updated('aws_cloudwatch_log_metric_filter.f', counts('ERROR'), counts('FATAL')))).toEqual([
    'aws_cloudwatch_log_metric_filter.f counts FATAL instead of ERROR: monitors on its metric may receive less data',
  ]);
  expect(reported(updated('aws_cloudwatch_log_metric_filter.f', counts('ERROR'), counts('ERROR')))).toEqual([]);
});
