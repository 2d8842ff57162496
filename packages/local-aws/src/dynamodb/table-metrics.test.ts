import { catalogue } from '@himeshima/datadog-monitors';
import { type CompletedCall, pointsOf } from './table-metrics';

const put: CompletedCall = {
  operation: 'PutItem',
  kind: 'write',
  tables: ['power'],
  milliseconds: 4,
  consumed: [{ table: 'power', units: 2 }],
  items: undefined,
  status: 200,
  error: '',
};
const query: CompletedCall = { ...put, operation: 'Query', kind: 'read', items: 3 };
const failed = (error: string, status = 400): CompletedCall => ({ ...put, consumed: [], error, status });

/** Returns the metrics of a call without their namespace and without zeros. */
const seen = (call: CompletedCall) =>
  Object.fromEntries(
    pointsOf(call)
      .filter(({ value }) => value > 0)
      .map(({ metric, tags, value }) => [`${metric.slice('aws.dynamodb.'.length)}{${Object.values(tags)}}`, value]),
  );

// Source: DynamoDB developer guide, "metrics-dimensions".
describe('pointsOf', () => {
  test.each<[string, CompletedCall, Record<string, number>]>([
    [
      'counts a write',
      put,
      { 'consumed_write_capacity_units{power}': 2, 'successful_request_latency{power,putitem}': 4 },
    ],
    [
      'counts a read',
      query,
      {
        'consumed_read_capacity_units{power}': 2,
        'successful_request_latency{power,query}': 4,
        'returned_item_count{power,query}': 3,
      },
    ],
    [
      'counts a failed condition',
      failed('ConditionalCheckFailedException'),
      { 'conditional_check_failed_requests{power}': 1 },
    ],
    [
      'counts a throttled call',
      failed('ProvisionedThroughputExceededException'),
      { 'throttled_requests{power,putitem}': 1, 'write_throttle_events{power}': 1 },
    ],
    ['counts an invalid call', failed('ValidationException'), { 'user_errors{}': 1 }],
    ['counts an internal error', failed('InternalServerError', 500), { 'system_errors{power,putitem}': 1 }],
  ])('%s', (_, call, points) => expect(seen(call)).toEqual(points));

  test('records zeros for a successful call, so that error monitors have data', () => {
    const zeros = pointsOf(put).filter(({ value }) => value === 0);
    expect(zeros.map(({ metric }) => metric)).toEqual([
      'aws.dynamodb.throttled_requests',
      'aws.dynamodb.system_errors',
    ]);
  });

  test('counts a batch call once for each of its tables', () => {
    const batch = { ...put, operation: 'BatchWriteItem', tables: ['a', 'b'] };
    expect(Object.keys(seen(batch))).toEqual(
      expect.arrayContaining(['a', 'b'].map((table) => `successful_request_latency{${table},batchwriteitem}`)),
    );
  });

  test('uses only metric names and tags that the catalogue contains', () => {
    const calls = [
      put,
      query,
      ...['ConditionalCheckFailedException', 'ThrottlingException', 'X'].map((e) => failed(e)),
    ];
    for (const { metric, tags } of calls.flatMap(pointsOf)) {
      expect(catalogue.find(metric)?.tags).toEqual(expect.arrayContaining(Object.keys(tags)));
    }
  });
});
