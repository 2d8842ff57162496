import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { terminalOf } from './terminal';

const shown = (change: object, screen: { columns: number; colour: boolean }, more: object = {}) => {
  const resource = {
    address: 'aws_iot_policy.device',
    mode: 'managed',
    type: 'aws_iot_policy',
    name: 'device',
    change,
    ...more,
  };
  return terminalOf(
    reviewOf(planOf({ resource_changes: [resource] }, { stack: 'dev', basis: { base: 'abc' } })),
    screen,
  );
};
const updated = (before: object, after: object) => ({ actions: ['update'], before, after });
const policyOf = (...names: readonly string[]) => ({
  policy: JSON.stringify({
    Statement: [{ Resource: names.map((name) => `arn:aws:iot:eu-west-1:111122223333:topic/things/light/${name}`) }],
  }),
});

describe('terminalOf', () => {
  test('marks added text with + and removed text with -', () => {
    const long = (end: string) => ({
      query: `sum(last_5m):sum:aws.states.executions_failed{environment:production}.as_count() >= ${end}`,
    });
    const text = shown(updated(long('1'), long('5')), { columns: 100, colour: true });
    expect(text).toContain('\u001b[31m[-1-]\u001b[39m \u001b[32m{+5+}\u001b[39m');
  });

  test('colors names, but not values', () => {
    const text = shown(updated({ timeout: 10 }, { timeout: 60 }), { columns: 100, colour: true });
    expect(text).toContain('\u001b[36mtimeout\u001b[39m: 10 → 60');
    expect(text).toContain('\u001b[33m~\u001b[39m \u001b[36maws_iot_policy.device\u001b[39m update');
  });

  test('lists items without their common prefix', () => {
    const text = shown(updated(policyOf('get', 'update'), policyOf('get', 'name/update')), {
      columns: 100,
      colour: false,
    });
    expect(text.split('\n').slice(-5)).toEqual([
      '  ~ aws_iot_policy.device update',
      '      policy.Statement.Resource, under arn:aws:iot:eu-west-1:111122223333:topic/things/light/:',
      '      - …update',
      '      + …name/update',
      '',
    ]);
  });

  test('wraps lines at a readable width, and indents continuation lines', () => {
    const wide = shown(updated(policyOf('get'), policyOf('get', 'shadow/update/documents')), {
      columns: 300,
      colour: false,
    });
    expect(Math.max(...wide.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    const narrow = shown(updated({ timeout: 10 }, { timeout: 60 }), { columns: 40, colour: false });
    expect(narrow.split('\n').slice(0, 7)).toEqual([
      '✓ Changes timeout of the device policy',
      '  device: 10 → 60.',
      '  stack dev',
      '  compared with abc without a Terraform',
      '  plan; the deployed state and errors',
      '  from AWS and Datadog are ignored',
      '  1 to update',
    ]);
  });

  test('quotes a name with spaces if colors are disabled', () => {
    const rule = (condition: string) => ({ sql: `SELECT * FROM 'a' WHERE ${condition}` });
    const change = { ...updated(rule('b = 1'), rule('b = 1 AND c = 2')) };
    const text = (colour: boolean) =>
      shown(change, { columns: 120, colour }, { address: 'aws_iot_topic_rule.device', type: 'aws_iot_topic_rule' });
    expect(text(false)).toContain('is narrowed from `b = 1` to `b = 1 AND c = 2`');
    expect(text(true)).toContain('from \u001b[36mb = 1\u001b[39m to \u001b[36mb = 1 AND c = 2\u001b[39m');
  });

  test('breaks long words only between segments of a path or ARN', () => {
    const text = shown(updated(policyOf('get'), policyOf('get', 'shadow/update/documents')), {
      columns: 40,
      colour: false,
    });
    const lines = text.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(text).toMatch(/eu-west-1:\n +111122223333:topic\/things\/light\/\n +shadow\/update\/documents/);
  });
});
