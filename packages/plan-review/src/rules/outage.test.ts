import { deleted, reportedBy, updated } from './dangers.fixture';
import { outage } from './outage';

const reported = reportedBy(outage);

describe('outages', () => {
  test.each([
    [
      'aws_api_gateway_method_settings',
      { settings: [{ throttling_rate_limit: 50 }] },
      { settings: [{ throttling_rate_limit: 0 }] },
    ],
    [
      'aws_api_gateway_usage_plan',
      { throttle_settings: [{ rate_limit: 5 }] },
      { throttle_settings: [{ rate_limit: 0 }] },
    ],
    [
      'aws_apigatewayv2_stage',
      { default_route_settings: [{ throttling_burst_limit: 5 }] },
      { default_route_settings: [{ throttling_burst_limit: 0 }] },
    ],
    ['aws_cloudwatch_event_rule', { state: 'ENABLED' }, { state: 'DISABLED' }],
    ['aws_cloudwatch_event_rule', { is_enabled: true }, { is_enabled: false }],
    ['aws_dynamodb_table', { stream_enabled: true }, { stream_enabled: false }],
    ['aws_dynamodb_table', { global_secondary_index: [{ name: 'by-room' }] }, { global_secondary_index: [] }],
    ['aws_lambda_event_source_mapping', { enabled: true }, { enabled: false }],
    ['aws_lambda_function', { reserved_concurrent_executions: -1 }, { reserved_concurrent_executions: 0 }],
    ['aws_pipes_pipe', { desired_state: 'RUNNING' }, { desired_state: 'STOPPED' }],
    ['aws_s3_bucket_notification', { queue: [{ id: 'a' }, { id: 'b' }] }, { queue: [{ id: 'a' }] }],
    ['aws_s3_bucket_notification', { eventbridge: true }, { eventbridge: false }],
    ['aws_scheduler_schedule', { state: 'ENABLED' }, { state: 'DISABLED' }],
    ['aws_sqs_queue', { policy: '{"Statement":[]}' }, { policy: '' }],
    ['aws_sqs_queue_policy', { policy: '{"Statement":[]}' }, { policy: '' }],
    ['kubernetes_deployment', { spec: [{ replicas: '2' }] }, { spec: [{ replicas: '0' }] }],
  ])('reports an outage of %s if %j becomes %j, but not vice versa', (type, before, after) => {
    expect(reported(updated(`${type}.x`, before, after))).toHaveLength(1);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test.each(['aws_s3_bucket_notification', 'aws_pipes_pipe', 'aws_lambda_function_url', 'aws_api_gateway_method'])(
    'reports an outage if %s is deleted',
    (type) => expect(reported(deleted(`${type}.x`))).toEqual([expect.stringMatching(/is deleted: /)]),
  );

  test('ignores values known only after apply', () =>
    expect(reported(updated('aws_sqs_queue_policy.p', { policy: '{}' }, {}, { policy: true }))).toEqual([]));
});
