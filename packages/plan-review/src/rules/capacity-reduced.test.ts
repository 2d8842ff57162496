import { capacityReduced } from './capacity-reduced';
import { saidBy, updated } from './dangers.fixture';

const said = saidBy(capacityReduced);

test.each([
  ['aws_kinesis_stream', { shard_count: 10 }, { shard_count: 1 }, 'room for 1 shard instead of 10'],
  [
    'aws_lambda_function',
    { reserved_concurrent_executions: 100 },
    { reserved_concurrent_executions: 5 },
    'room for 5 executions at once instead of 100',
  ],
  [
    'aws_dynamodb_table',
    { write_capacity: 20 },
    { write_capacity: 2 },
    'room for 2 write units a second instead of 20',
  ],
  [
    'aws_lambda_event_source_mapping',
    { scaling_config: [{ maximum_concurrency: 8 }] },
    { scaling_config: [{ maximum_concurrency: 2 }] },
    'room for 2 batches at once instead of 8',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_rate_limit: 500 }] },
    { settings: [{ throttling_rate_limit: 5 }] },
    'room for 5 requests a second instead of 500: requests beyond it are throttled',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_burst_limit: 1000 }] },
    { settings: [{ throttling_burst_limit: 10 }] },
    'room for 10 requests at once instead of 1000',
  ],
  [
    'aws_api_gateway_usage_plan',
    { throttle_settings: [{ rate_limit: 10 }] },
    { throttle_settings: [{ rate_limit: 1 }] },
    'room for 1 request a second instead of 10',
  ],
  [
    'aws_api_gateway_usage_plan',
    { quota_settings: [{ limit: 10, period: 'DAY' }] },
    { quota_settings: [{ limit: 5, period: 'DAY' }] },
    'room for 5 requests a day instead of 10 a day',
  ],
  [
    'aws_api_gateway_usage_plan',
    { quota_settings: [{ limit: 500, period: 'DAY' }] },
    { quota_settings: [{ limit: 1000, period: 'MONTH' }] },
    'room for 1000 requests a month instead of 500 a day: requests beyond it are throttled',
  ],
  [
    'aws_api_gateway_usage_plan',
    {},
    { quota_settings: [{ limit: 1, period: 'WEEK' }] },
    'room for 1 request a week instead of an unlimited number',
  ],
  [
    'aws_api_gateway_usage_plan',
    {},
    { throttle_settings: [{ rate_limit: 0.5 }] },
    'room for 0.5 requests a second instead of an unlimited number: requests beyond it are throttled',
  ],
  [
    'aws_api_gateway_method_settings',
    { settings: [{ throttling_rate_limit: -1 }] },
    { settings: [{ throttling_rate_limit: 10 }] },
    'room for 10 requests a second instead of an unlimited number',
  ],
  [
    'aws_apigatewayv2_stage',
    {
      default_route_settings: [{ throttling_rate_limit: 5 }],
      route_settings: [{ route_key: 'a', throttling_rate_limit: 50 }],
    },
    { default_route_settings: [{ throttling_rate_limit: 5 }], route_settings: [] },
    'aws_apigatewayv2_stage.x for a has room for 5 requests a second instead of 50',
  ],
  [
    'aws_apigatewayv2_stage',
    { default_route_settings: [{ throttling_rate_limit: 500 }] },
    { default_route_settings: [{ throttling_rate_limit: 5 }] },
    'room for 5 requests a second instead of 500',
  ],
  [
    'aws_apigatewayv2_stage',
    { route_settings: [{ route_key: 'a' }, { route_key: 'b', throttling_burst_limit: 50 }] },
    { route_settings: [{ route_key: 'b', throttling_burst_limit: 5 }] },
    'aws_apigatewayv2_stage.x for b has room for 5 requests at once instead of 50',
  ],
])('%s: that less goes through at once is told, that more does is not', (type, before, after, expected) => {
  expect(said(updated(`${type}.x`, before, after))).toEqual([expect.stringContaining(expected)]);
  expect(said(updated(`${type}.x`, after, before))).toEqual([]);
});

test('reports memory that is halved, not a smaller reduction', () => {
  const memory = (memory_size: number) => ({ memory_size });
  expect(said(updated('aws_lambda_function.f', memory(512), memory(256)))).toEqual([
    'aws_lambda_function.f has room for 256 MB of memory instead of 512: calls that need more fail, and others take longer',
  ]);
  expect(said(updated('aws_lambda_function.f', memory(512), memory(384)))).toEqual([]);
  expect(said(updated('aws_lambda_function.f', memory(256), memory(512)))).toEqual([]);
});

test('a quota that is as much in another period is not told, nor one of a period that nobody knows', () => {
  const quota = (limit: number, period: string) => ({ quota_settings: [{ limit, period }] });
  const [week, month] = [quota(700, 'WEEK'), quota(3000, 'MONTH')];
  expect(said(updated('aws_api_gateway_usage_plan.u', week, month))).toEqual([]);
  expect(said(updated('aws_api_gateway_usage_plan.u', week, quota(1, 'YEAR')))).toEqual([]);
  const later = { quota_settings: [{ period: true }] };
  expect(said(updated('aws_api_gateway_usage_plan.u', week, { quota_settings: [{ limit: 1 }] }, later))).toEqual([]);
});

test('a table that no longer takes whatever comes is told', () => {
  const bounded = { billing_mode: 'PROVISIONED', read_capacity: 5, write_capacity: 1 };
  expect(said(updated('aws_dynamodb_table.t', { billing_mode: 'PAY_PER_REQUEST' }, bounded))).toEqual([
    'aws_dynamodb_table.t has room for 5 units of reads and 1 unit of writes a second instead of an unlimited number',
  ]);
  expect(said(updated('aws_dynamodb_table.t', bounded, { billing_mode: 'PAY_PER_REQUEST' }))).toEqual([]);
});

test('what was not limited, is not any more, or is only known after the apply is not told', () => {
  const limit = (reserved_concurrent_executions: number) => ({ reserved_concurrent_executions });
  expect(said(updated('aws_lambda_function.f', limit(-1), limit(5)))).toEqual([]);
  expect(said(updated('aws_lambda_function.f', limit(5), limit(-1)))).toEqual([]);
  expect(said(updated('aws_lambda_function.f', limit(5), limit(0)))).toEqual([]);
  expect(said(updated('aws_kinesis_stream.s', { shard_count: 4 }, {}, { shard_count: true }))).toEqual([]);
});
