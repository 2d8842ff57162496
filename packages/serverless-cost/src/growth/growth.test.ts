import { dollarFor, message, resource, smallFleet, smallPlatform } from '../small-platform.fixture';
import { growthOf } from './growth';

const stream = resource('aws_kinesis_stream', 'stream', { shard_count: 2 });
const rule = resource('aws_iot_topic_rule', 'rule', {
  sql: 'a/b',
  kinesis: [{ stream_name: '${aws_kinesis_stream.stream.name}' }],
});
const aSecond = 730 * 3600;

describe('growthOf', () => {
  const growth = (count: number) =>
    growthOf({
      platform: smallPlatform(rule, stream),
      fleet: smallFleet({ messages: [message({ count })] }),
      prices: dollarFor('kinesis.shard-hour'),
    });

  test('goes from a thousand devices to a million', () => {
    const { points } = growth(0);
    expect([points[0]?.devices, points.at(-1)?.devices]).toEqual([1_000, 1_000_000]);
    expect(points[0]).toEqual({ devices: 1_000, total: 2 * 730, each: 1.46 });
  });

  test('says up to how many devices the declared shards are enough, and how many a million needs', () => {
    const { knees } = growth(aSecond / 10);
    expect(knees).toContainEqual(expect.objectContaining({ devices: 20_000, needed: 100, by: 'declared' }));
  });

  test('says which quota AWS has to raise', () => {
    const { knees } = growth(aSecond / 10);
    const quotas = knees.filter(({ by }) => by === 'quota').map(({ devices, source }) => [devices, source]);
    expect(quotas).toEqual([
      [200_000, expect.stringContaining('Inbound publish requests')],
      [200_000, expect.stringContaining('Rule evaluations')],
      [500_000, expect.stringContaining('Maximum concurrent client connections')],
    ]);
  });

  test('finds nothing to raise for a quiet fleet but its connections', () => {
    expect(growth(1).knees.map(({ devices }) => devices)).toEqual([500_000]);
  });
});
