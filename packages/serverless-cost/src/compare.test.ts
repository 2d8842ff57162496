import { billOf } from './bill';
import { compareBills } from './compare';
import { dollarFor, resource, smallFleet, smallPlatform } from './small-platform.fixture';

const stream = (shards: number) => resource('aws_kinesis_stream', 'stream', { shard_count: shards });
const key = resource('aws_kms_key', 'key');
const bill = (...resources: Parameters<typeof smallPlatform>) =>
  billOf({
    platform: smallPlatform(...resources),
    fleet: smallFleet(),
    prices: dollarFor('kinesis.shard-hour', 'kms.key-month'),
  });

describe('compareBills', () => {
  test('shows the cost of a change line by line', () => {
    const { before, after, changes } = compareBills(bill(stream(1), key), bill(stream(3), key));
    expect({ before, after }).toEqual({ before: 731, after: 3 * 730 + 1 });
    expect(changes).toEqual([
      expect.objectContaining({ resource: 'aws_kinesis_stream.stream', what: 'shards', before: 730, after: 2190 }),
    ]);
  });

  test('shows added and removed lines', () => {
    expect(
      compareBills(bill(key), bill(stream(1))).changes.map(({ resource: of, before, after }) => [of, before, after]),
    ).toEqual([
      ['aws_kinesis_stream.stream', 0, 730],
      ['aws_kms_key.key', 1, 0],
    ]);
  });

  test('matches lines regardless of the number in parentheses', () => {
    const billOfStreams = (...streams: string[]) =>
      billOf({
        platform: smallPlatform(
          resource('datadog_monitor', 'late'),
          ...streams.map((name) => resource('aws_kinesis_stream', name)),
        ),
        fleet: smallFleet({ monitoring: { metricsOf: { aws_kinesis_stream: 2 }, pollsAnHour: 6, ownMetrics: 0 } }),
        prices: dollarFor('cloudwatch.requested-metric'),
      });
    expect(compareBills(billOfStreams('one'), billOfStreams('one', 'other')).changes).toEqual([
      expect.objectContaining({
        resource: '(GetMetricData)',
        what: 'metrics that Datadog requests (4)',
        before: 2 * 6 * 730,
        after: 4 * 6 * 730,
      }),
    ]);
  });

  test('lists new items without a price', () => {
    const onDemand = resource('aws_kinesis_stream', 'stream', { stream_mode_details: { stream_mode: 'ON_DEMAND' } });
    expect(compareBills(bill(stream(1)), bill(onDemand)).newUnknowns.map(({ name }) => name)).toEqual([
      'kinesis.on-demand-stream-hour',
    ]);
  });

  test('lists resources that lose their assumed usage, such as a renamed table', () => {
    const runs = {
      on: {
        milliseconds: 1,
        logBytes: 0,
        touches: [{ table: 'old', does: 'writes', times: 1, each: 'invocation', bytes: 1 }],
      },
    } as const;
    const fleet = smallFleet({ runs, invocations: { on: { always: 1, aDevice: 0 } } });
    const on = resource('aws_lambda_function', 'on', { function_name: 'on' });
    const billOfTable = (name: string) => {
      const table = resource('aws_dynamodb_table', 'table', { name });
      return billOf({ platform: smallPlatform(on, table), fleet, prices: dollarFor('dynamodb.write-unit') });
    };
    expect(compareBills(billOfTable('old'), billOfTable('new')).newlyUnreached).toEqual(['aws_dynamodb_table.table']);
    expect(compareBills(billOfTable('old'), billOfTable('old')).newlyUnreached).toEqual([]);
  });

  test('omits unchanged lines', () => {
    expect(compareBills(bill(stream(1)), bill(stream(1))).changes).toEqual([]);
  });
});
