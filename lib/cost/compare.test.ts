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
  test('tells what a change costs, line by line', () => {
    const { before, after, changes } = compareBills(bill(stream(1), key), bill(stream(3), key));
    expect({ before, after }).toEqual({ before: 731, after: 3 * 730 + 1 });
    expect(changes).toEqual([
      expect.objectContaining({ resource: 'aws_kinesis_stream.stream', what: 'shards', before: 730, after: 2190 }),
    ]);
  });

  test('tells what comes and what goes', () => {
    expect(
      compareBills(bill(key), bill(stream(1))).changes.map(({ resource: of, before, after }) => [of, before, after]),
    ).toEqual([
      ['aws_kinesis_stream.stream', 0, 730],
      ['aws_kms_key.key', 1, 0],
    ]);
  });

  test('tells of what is new and has no price', () => {
    const onDemand = resource('aws_kinesis_stream', 'stream', { stream_mode_details: { stream_mode: 'ON_DEMAND' } });
    expect(compareBills(bill(stream(1)), bill(onDemand)).newUnknowns.map(({ name }) => name)).toEqual([
      'kinesis.on-demand-stream-hour',
    ]);
  });

  test('says nothing of what stays', () => {
    expect(compareBills(bill(stream(1)), bill(stream(1))).changes).toEqual([]);
  });
});
