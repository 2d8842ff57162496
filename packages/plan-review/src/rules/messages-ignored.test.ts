import { noteOf } from '../note/note';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';

const sql = "SELECT topic(3) AS room, temp FROM 'Sensor/temp/+' WHERE v = 1 AND temp >= 60";
const rule = { name: 'too_hot', sql, lambda: [{ function_arn: 'arn:call' }] };
const reviewed = (before: object, after: object) => {
  const change = { actions: ['update'], before, after };
  const json = {
    resource_changes: [{ address: 'aws_iot_topic_rule.too_hot', type: 'aws_iot_topic_rule', name: 'too_hot', change }],
  };
  return reviewOf(planOf(json, { stack: 'dev', basis: { base: 'abc' } }));
};
const firstLine = (before: object, after: object) =>
  noteOf(reviewed(before, after), { commit: undefined }).split('\n')[0];
const changed = (from: string, to: string) => ({ ...rule, sql: sql.replace(from, to) });

describe('a note about a topic rule', () => {
  test.each([
    [
      'a stricter WHERE clause',
      changed('60', '6000'),
      /Messages ignored: `.*too_hot`: the WHERE clause is narrowed .*6000/,
    ],
    [
      'a narrower FROM clause',
      changed('/+', '/room1'),
      /Messages ignored: .*: the FROM clause is narrowed .* to `Sensor\/temp\/room1`/,
    ],
    [
      'a FROM clause that matches different topics',
      changed('temp/', 'humidity/'),
      /Messages ignored: .*: the FROM clause changes .*: none of the old topics match/,
    ],
    [
      'a FROM clause that only overlaps the old clause',
      changed('temp/+', '+/room1'),
      /Messages ignored: .*: the FROM clause changes .*: some of the old topics may no longer match/,
    ],
    [
      'a WHERE clause that cannot be compared',
      changed('temp >=', 'heat >='),
      /Messages ignored: .*: some messages may no longer match/,
    ],
    [
      'a wider FROM clause',
      changed('Sensor/temp', 'Sensor/+'),
      /More messages: .*: the FROM clause is widened .* to `Sensor\/\+\/\+`/,
    ],
    [
      'a removed WHERE clause',
      changed(' WHERE v = 1 AND temp >= 60', ''),
      /More messages: .*: the WHERE clause .* is removed: .*every message/,
    ],
    ['a removed action', { ...rule, lambda: [] }, /Messages ignored: .*: the action `lambda` is removed/],
    [
      'an action with a different target',
      { ...rule, lambda: [{ function_arn: 'arn:else' }] },
      /Messages ignored: .*: the action `lambda` now uses `arn:else` instead of `arn:call`/,
    ],
    ['unreadable SQL', changed('SELECT', 'SELEKT'), /Messages ignored: .*cannot be compared/],
  ])('reports %s', (_, after, line) =>
    expect(noteOf(reviewed(rule, after), { commit: undefined }).replaceAll('**', '')).toMatch(line),
  );

  test('reports weaker alerting if the topic rule notifies people', () => {
    const calls = { ...rule, sns: [{ target_arn: 'arn:people' }] };
    const review = reviewed(calls, { ...changed('60', '6000'), sns: calls.sns });
    expect(review.dangers).toMatchObject([{ kind: 'weaker alerting' }]);
  });

  test('names only the changed clause if the topic rule forwards at least as many messages', () => {
    expect(firstLine(rule, changed(', temp', ', temp, v'))).toBe(
      '### 🟢 Changes the rule `too_hot` (its SELECT): added to SELECT: **`v`**.',
    );
    expect(firstLine(rule, changed('temp >= 60', 'temp  >=  60'))).toBe('### 🟢 Changes the rule `too_hot`.');
  });
});
