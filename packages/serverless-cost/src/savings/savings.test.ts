import { billOf } from '../bill';
import { pricesOf } from '../prices/regions';
import { message, resource, smallFleet, smallPlatform } from '../small-platform.fixture';
import { savingsOf } from './savings';

const prices = pricesOf('ap-northeast-1');
if (prices === undefined) throw new Error('no prices of ap-northeast-1');

const lambda = resource('aws_lambda_function', 'on', { function_name: 'on' });
const rule = (name: string) =>
  resource('aws_iot_topic_rule', name, { sql: 'a/b', lambda: [{ function_arn: '${aws_lambda_function.on.arn}' }] });
const savings = (messages = [message()]) => {
  const platform = smallPlatform(rule('first'), rule('second'), lambda);
  const fleet = smallFleet({ devices: 100_000, messages });
  return savingsOf({ platform, fleet, prices, bill: billOf({ platform, fleet, prices }) });
};

describe('savingsOf', () => {
  test('names Basic Ingest, what it saves, and the rule that would not hear the message any more', () => {
    const found = savings().find(({ name }) => name === 'Basic Ingest for measurements');
    expect(found?.but).toBe('by rule first; second would not hear it');
    // the message, the second rule, its action and its invocation
    const messages = 100 * 100_000;
    expect(found?.saved).toBeGreaterThan((messages * (1.2 + 0.15 + 0.15 + 0.2)) / 1e6);
    expect(found?.share).toBeGreaterThan(0.5);
  });

  test('has the largest first, and three at the most', () => {
    const saved = savings().map((one) => one.saved);
    expect(saved).toEqual([...saved].sort((a, b) => b - a));
    expect(saved.length).toBeLessThanOrEqual(3);
  });

  test('does not propose what is done already, or what a client would miss', () => {
    const names = (changed: Parameters<typeof message>[0]) => savings([message(changed)]).map(({ name }) => name);
    expect(names({ basicIngest: 'first', canWait: false })).toEqual([]);
    expect(names({ deliveries: 1, canWait: false })).toEqual([]);
    expect(names({ topic: '$aws/things/x/shadow/update', canWait: false })).toEqual([]);
  });
});
