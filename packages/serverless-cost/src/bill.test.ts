import { fc, test as property } from '@fast-check/jest';
import { type Bill, billOf, sumsBy } from './bill';
import type { PriceName } from './prices/price-names';
import { pricesOf } from './prices/regions';
import { dollarFor, message, resource, smallFleet, smallPlatform } from './small-platform.fixture';

const on = '${aws_lambda_function.on.arn}';
const lambda = resource('aws_lambda_function', 'on', {
  function_name: 'on',
  memory_size: 1024,
  architectures: ['arm64'],
});
const stream = resource('aws_kinesis_stream', 'stream', { shard_count: 1 });
const readings = resource('aws_dynamodb_table', 'readings', {});
const toLambda = resource('aws_iot_topic_rule', 'to_lambda', { sql: 'a/b', lambda: [{ function_arn: on }] });
const toTwo = resource('aws_iot_topic_rule', 'to_two', {
  sql: 'a/b',
  lambda: [{ function_arn: on }],
  dynamodbv2: [{ put_item: { table_name: '${aws_dynamodb_table.readings.name}' } }],
});

const tokyo = pricesOf('ap-northeast-1');
if (tokyo === undefined) throw new Error('no prices for ap-northeast-1');

const quantityOf = ({ lines }: Bill, name: PriceName) =>
  lines.filter((line) => line.name === name).reduce((sum, { quantity }) => sum + quantity, 0);

describe('a rule', () => {
  const bill = (rule = toTwo, fleet = smallFleet()) =>
    billOf({
      platform: smallPlatform(rule, lambda, readings),
      fleet,
      prices: dollarFor('iot.rule', 'iot.action', 'iot.message', 'lambda.request', 'dynamodb.write-unit'),
    });

  test('bills a rule with two actions for two actions per message', () => {
    expect(quantityOf(bill(), 'iot.rule')).toBe(1000);
    expect(quantityOf(bill(), 'iot.action')).toBe(2000);
    expect(quantityOf(bill(toLambda), 'iot.action')).toBe(1000);
  });

  test('invokes a function and writes to a table once per message', () => {
    expect(quantityOf(bill(), 'lambda.request')).toBe(1000);
    expect(quantityOf(bill(), 'dynamodb.write-unit')).toBe(1000);
  });

  test('a rule costs nothing if it is disabled or selects another topic', () => {
    expect(
      quantityOf(bill(resource('aws_iot_topic_rule', 'other', { ...toTwo.attributes, sql: 'c/d' })), 'iot.rule'),
    ).toBe(0);
    expect(
      quantityOf(bill(resource('aws_iot_topic_rule', 'off', { ...toTwo.attributes, enabled: false })), 'iot.rule'),
    ).toBe(0);
  });

  test('only the rule in the topic receives a Basic Ingest message, which has no message charge', () => {
    const second = resource('aws_iot_topic_rule', 'second', toLambda.attributes);
    const named = resource('aws_iot_topic_rule', 'to_two', { ...toTwo.attributes, name: 'to_two' });
    const by = (basicIngest?: string) =>
      billOf({
        platform: smallPlatform(
          named,
          resource('aws_iot_topic_rule', 'second', { ...second.attributes, name: 'second' }),
          lambda,
          readings,
        ),
        fleet: smallFleet({ messages: [message(basicIngest === undefined ? {} : { basicIngest })] }),
        prices: dollarFor('iot.rule', 'iot.message'),
      });
    expect({ message: quantityOf(by(), 'iot.message'), rule: quantityOf(by(), 'iot.rule') }).toEqual({
      message: 1000,
      rule: 2000,
    });
    expect({ message: quantityOf(by('to_two'), 'iot.message'), rule: quantityOf(by('to_two'), 'iot.rule') }).toEqual({
      message: 0,
      rule: 1000,
    });
  });
});

describe('an incomplete bill', () => {
  const bill = billOf({
    platform: smallPlatform(toLambda, lambda),
    fleet: smallFleet(),
    prices: dollarFor('iot.rule'),
  });

  test('lists an unknown price with its quantity, and excludes it from lines and totals', () => {
    expect(bill.unknowns).toContainEqual(
      expect.objectContaining({ name: 'iot.message', quantity: 1000, unit: 'messages of 5 KB', resource: '(devices)' }),
    );
    expect(bill.lines.map(({ name }) => name)).toEqual(['iot.rule']);
    expect(bill.total).toBe(1000);
  });

  test('lists the address of an unsupported resource', () => {
    const { uncounted } = billOf({
      platform: smallPlatform(resource('aws_mq_broker', 'jobs')),
      fleet: smallFleet(),
      prices: tokyo,
    });
    expect(uncounted).toEqual(['aws_mq_broker.jobs']);
  });

  test('lists rules, functions and tables that no message reaches', () => {
    const silent = resource('aws_iot_topic_rule', 'silent', { ...toLambda.attributes, sql: 'c/d' });
    const unreachedOf = (rule: typeof toTwo) =>
      billOf({ platform: smallPlatform(rule, lambda, readings), fleet: smallFleet(), prices: tokyo }).unreached;
    expect(unreachedOf(toTwo)).toEqual([]);
    expect(unreachedOf(toLambda)).toEqual(['aws_dynamodb_table.readings']);
    expect(unreachedOf(silent)).toEqual([
      'aws_iot_topic_rule.silent',
      'aws_lambda_function.on',
      'aws_dynamodb_table.readings',
    ]);
  });

  test("uses another region's price if the price is unknown, and lists that price with its region", () => {
    const { borrowed } = billOf({ platform: smallPlatform(toLambda, lambda), fleet: smallFleet(), prices: tokyo });
    expect(borrowed).toContainEqual({ name: 'iot.rule', of: 'us-east-1' });
  });
});

describe('a stream', () => {
  const toStream = resource('aws_iot_topic_rule', 'to_stream', {
    sql: 'a/b',
    kinesis: [{ stream_name: '${aws_kinesis_stream.stream.name}' }],
  });
  const mapping = resource('aws_lambda_event_source_mapping', 'records', {
    event_source_arn: '${aws_kinesis_stream.stream.arn}',
    function_name: on,
    batch_size: 200,
  });
  const prices = dollarFor('kinesis.shard-hour', 'kinesis.put-unit', 'lambda.request');
  const bill = (aSecond: number, more = {}) =>
    billOf({
      platform: smallPlatform(toStream, stream, mapping, lambda),
      fleet: smallFleet({ devices: 1, messages: [message({ count: aSecond * 730 * 3600 })], ...more }),
      prices,
    });

  test('a stream has enough shards for peak traffic, but never fewer than declared', () => {
    expect(quantityOf(bill(1), 'kinesis.shard-hour')).toBe(730);
    expect(quantityOf(bill(1001), 'kinesis.shard-hour')).toBe(2 * 730);
    expect(quantityOf(bill(600, { peak: 2 }), 'kinesis.shard-hour')).toBe(2 * 730);
  });

  test('reads a stream once per second per shard, or more often if batches are full', () => {
    const aSecond = (rate: number) => quantityOf(bill(rate), 'lambda.request') / 730 / 3600;
    expect(aSecond(0.1)).toBeCloseTo(0.1);
    expect(aSecond(100)).toBeCloseTo(1);
    expect(aSecond(800)).toBeCloseTo(4);
  });
});

describe('the bill', () => {
  const platform = smallPlatform(toTwo, lambda, readings, stream);
  const totalOf = (devices: number, count = 100) =>
    billOf({ platform, fleet: smallFleet({ devices, messages: [message({ count })] }), prices: tokyo }).total;

  property.prop([fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })])(
    'the total never decreases as the number of devices grows',
    (one, other) => {
      expect(totalOf(Math.max(one, other))).toBeGreaterThanOrEqual(totalOf(Math.min(one, other)));
    },
  );

  property.prop([fc.integer({ min: 1, max: 1e4 })])('variable costs are proportional to the message rate', (count) => {
    const fixed = totalOf(10, 0);
    expect(totalOf(10, 2 * count) - fixed).toBeCloseTo(2 * (totalOf(10, count) - fixed), 6);
  });

  test('the totals by service, feature and resource add up to the total', () => {
    const { lines, total } = billOf({ platform, fleet: smallFleet(), prices: tokyo });
    for (const key of ['service', 'slice', 'resource'] as const)
      expect(sumsBy(lines, key).reduce((sum, { monthly }) => sum + monthly, 0)).toBeCloseTo(total, 9);
  });
});
