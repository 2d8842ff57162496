import { plain } from './note/json-output';
import { joined, say, words } from './phrase';
import { planned, replaced, updated } from './rules/dangers.fixture';
import type { Danger } from './rules/rule';
import { worstDangers } from './worst-dangers';

const danger = (kind: Danger['kind'], address: string, what: Danger['what'] = say`${address} fails`): Danger => ({
  kind,
  address,
  what,
});
const worst = (...dangers: readonly Danger[]) => plain(worstDangers(planned([]), dangers).phrase);

describe('worstDangers', () => {
  test('prefers dangers of different kinds, and then further dangers of the worst kinds', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => danger('outage', name, say`${name} stops (${name.repeat(2)})`));
    const others = [danger('exposure', 'x'), danger('weaker alerting', 'y'), danger('more messages', 'z')];
    const all = [a, b, c, ...others].flatMap((one) => one ?? []);
    expect(worst(...all)).toBe(
      'Outage: a stops; exposure: x fails; weaker alerting: y fails; and 3 more dangers (outage, more messages)',
    );
    expect(worst(...all.slice(0, 2), ...others.slice(0, 1))).toBe('Outage: a stops; b stops; exposure: x fails');
  });

  test('shortens each of several dangers to its first clause', () =>
    expect(worst(danger('outage', 'a', say`${'a'} stops; ${'b'} may replace it`), danger('exposure', 'x'))).toBe(
      'Outage: a stops; exposure: x fails',
    ));

  test('shows only the worst danger and the kinds of the others if they do not fit', () => {
    const long = (kind: Danger['kind'], name: string) => danger(kind, name, say`${name.repeat(170)} stops`);
    const dangers = [long('outage', 'a'), long('weaker alerting', 'b'), long('no longer managed', 'd')];
    expect(worst(...dangers, danger('more messages', 'c'))).toBe(
      `Outage: ${'a'.repeat(170)} stops; weaker alerting: ${'b'.repeat(170)} stops; more messages: c fails; and 1 more danger (no longer managed)`,
    );
  });

  test('closes a parenthesis whose end does not fit', () => {
    const references = joined(Array.from({ length: 9 }, (_, at) => say`${`aws_sqs_queue.${'q'.repeat(20)}${at}`}`));
    expect(worst(danger('broader access', 'p', say`rights of ${'p'} (${references}) are unknown`))).toMatch(
      / and \d more\)$/,
    );
  });

  test('counts the items that the danger itself only counts', () => {
    const tables = Array.from({ length: 6 }, (_, at) => say`${`arn:aws:dynamodb:eu-west-1:111122223333:table/${at}`}`);
    const what = say`${'p'} now allows ${'dynamodb:GetItem'} on ${joined([...tables, words('14 more')])}`;
    expect(worst(danger('broader access', 'p', what))).toMatch(/ and 1[5-9] more$/);
  });

  test('omits a parenthesis at the end that does not fit', () => {
    const reference = `data.aws_iam_policy_document.${'d'.repeat(250)}.json`;
    expect(worst(danger('cannot be judged', 'p', say`rights of ${'p'} are unknown (depends on ${reference})`))).toBe(
      'Cannot be judged: rights of p are unknown',
    );
  });

  test('covers a replacement only if the danger mentions the replacement', () => {
    const plan = planned([replaced('example_thing.a'), updated('example_thing.b', { c: 1 }, { c: 2 })]);
    const covered = (...dangers: readonly Danger[]) => [...worstDangers(plan, dangers).covered];
    expect(covered(danger('outage', 'example_thing.a'), danger('outage', 'example_thing.b'))).toEqual([
      'example_thing.b',
    ]);
    expect(covered(danger('outage', 'example_thing.a', say`${'example_thing.a'} is replaced: calls fail`))).toEqual([
      'example_thing.a',
    ]);
  });
});
