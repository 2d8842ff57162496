import { capacityReduced } from './capacity-reduced';
import { reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(capacityReduced);

test.each([
  ['aws_kinesis_stream', { shard_count: 10 }, { shard_count: 1 }, 'has 1 shard instead of 10'],
  [
    'aws_lambda_function',
    { reserved_concurrent_executions: 100 },
    { reserved_concurrent_executions: 5 },
    'allows 5 concurrent executions instead of 100',
  ],
  [
    'aws_dynamodb_table',
    { write_capacity: 20 },
    { write_capacity: 2 },
    'allows 2 write units per second instead of 20',
  ],
  [
    'aws_lambda_event_source_mapping',
    { scaling_config: [{ maximum_concurrency: 8 }] },
    { scaling_config: [{ maximum_concurrency: 2 }] },
    'allows 2 concurrent batches instead of 8',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_rate_limit: 500 }] },
    { settings: [{ throttling_rate_limit: 5 }] },
    'allows 5 requests per second instead of 500: further requests are throttled',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_burst_limit: 1000 }] },
    { settings: [{ throttling_burst_limit: 10 }] },
    'allows 10 requests in a burst instead of 1000',
  ],
  [
    'aws_api_gateway_usage_plan',
    { throttle_settings: [{ rate_limit: 10 }] },
    { throttle_settings: [{ rate_limit: 1 }] },
    'allows 1 request per second instead of 10',
  ],
  [
    'aws_api_gateway_usage_plan',
    { quota_settings: [{ limit: 10, period: 'DAY' }] },
    { quota_settings: [{ limit: 5, period: 'DAY' }] },
    'allows 5 requests per day instead of 10 per day',
  ],
  [
    'aws_api_gateway_usage_plan',
    { quota_settings: [{ limit: 500, period: 'DAY' }] },
    { quota_settings: [{ limit: 1000, period: 'MONTH' }] },
    'allows 1000 requests per month instead of 500 per day: further requests are throttled',
  ],
  [
    'aws_api_gateway_usage_plan',
    {},
    { quota_settings: [{ limit: 1, period: 'WEEK' }] },
    'allows 1 request per week instead of an unlimited number',
  ],
  [
    'aws_api_gateway_usage_plan',
    {},
    { throttle_settings: [{ rate_limit: 0.5 }] },
    'allows 0.5 requests per second instead of an unlimited number: further requests are throttled',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_rate_limit: -1 }] },
    { settings: [{ throttling_rate_limit: 10 }] },
    'allows 10 requests per second instead of an unlimited number',
  ],
  [
    'aws_apigatewayv2_stage',
    {
      default_route_settings: [{ throttling_rate_limit: 5 }],
      route_settings: [{ route_key: 'a', throttling_rate_limit: 50 }],
    },
    { default_route_settings: [{ throttling_rate_limit: 5 }], route_settings: [] },
    'aws_apigatewayv2_stage.x for a allows 5 requests per second instead of 50',
  ],
  [
    'aws_apigatewayv2_stage',
    { default_route_settings: [{ throttling_rate_limit: 500 }] },
    { default_route_settings: [{ throttling_rate_limit: 5 }] },
    'allows 5 requests per second instead of 500',
  ],
  [
    'aws_apigatewayv2_stage',
    { route_settings: [{ route_key: 'a' }, { route_key: 'b', throttling_burst_limit: 50 }] },
    { route_settings: [{ route_key: 'b', throttling_burst_limit: 5 }] },
    'aws_apigatewayv2_stage.x for b allows 5 requests in a burst instead of 50',
  ],
])('reports a lower limit of %s, but not a higher limit', (type, before, after, expected) => {
  expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringContaining(expected)]);
  expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
});

test('reports halved memory, but not a smaller reduction', () => {
  const memory = (memory_size: number) => ({ memory_size });
  expect(reported(updated('aws_lambda_function.f', memory(512), memory(256)))).toEqual([
    'aws_lambda_function.f has 256 MB of memory instead of 512: invocations that need more memory fail, and other invocations take longer',
  ]);
  expect(reported(updated('aws_lambda_function.f', memory(512), memory(384)))).toEqual([]);
  expect(reported(updated('aws_lambda_function.f', memory(256), memory(512)))).toEqual([]);
});

test('ignores an equivalent quota with another period, and quotas with an unknown period', () => {
  const quota = (limit: number, period: string) => ({ quota_settings: [{ limit, period }] });
  const [week, month] = [quota(700, 'WEEK'), quota(3000, 'MONTH')];
  expect(reported(updated('aws_api_gateway_usage_plan.u', week, month))).toEqual([]);
  expect(reported(updated('aws_api_gateway_usage_plan.u', week, quota(1, 'YEAR')))).toEqual([]);
  const later = { quota_settings: [{ period: true }] };
  expect(reported(updated('aws_api_gateway_usage_plan.u', week, { quota_settings: [{ limit: 1 }] }, later))).toEqual(
    [],
  );
});

test('reports a table that switches from on-demand to provisioned capacity', () => {
  const bounded = { billing_mode: 'PROVISIONED', read_capacity: 5, write_capacity: 1 };
  expect(reported(updated('aws_dynamodb_table.t', { billing_mode: 'PAY_PER_REQUEST' }, bounded))).toEqual([
    'aws_dynamodb_table.t allows 5 read units and 1 write unit per second instead of scaling on demand',
  ]);
  expect(reported(updated('aws_dynamodb_table.t', bounded, { billing_mode: 'PAY_PER_REQUEST' }))).toEqual([]);
});

test('ignores new and removed limits, a limit of 0, and limits known only after apply', () => {
  const limit = (reserved_concurrent_executions: number) => ({ reserved_concurrent_executions });
  expect(reported(updated('aws_lambda_function.f', limit(-1), limit(5)))).toEqual([]);
  expect(reported(updated('aws_lambda_function.f', limit(5), limit(-1)))).toEqual([]);
  expect(reported(updated('aws_lambda_function.f', limit(5), limit(0)))).toEqual([]);
  expect(reported(updated('aws_kinesis_stream.s', { shard_count: 4 }, {}, { shard_count: true }))).toEqual([]);
});
