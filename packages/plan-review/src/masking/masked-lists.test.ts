import type { ValueObject } from '@himeshima/terraform-json';
import { anotherSecret, maskChange } from './mask';
import { secret } from './spans';

const masked = (before: ValueObject, after: ValueObject) =>
  maskChange({ type: 'aws_x', before: { value: before, sensitive: {} }, after: { value: after, sensitive: {} } }).after;

const named = (name: string, value: string) => ({ name, value });
const [level, user] = [named('LEVEL', 'info'), named('DB_USER', 'app')];
const password = (value: string) => named('DB_PASSWORD', value);

describe.each<[string, (list: readonly ValueObject[]) => ValueObject]>([
  ['a list', (env) => ({ env })],
  ['a JSON text', (environment) => ({ container_definitions: JSON.stringify([{ name: 'app', environment }]) })],
])('a secret in %s', (_, of) => {
  test.each([
    ['the preceding variable is removed', [level, password('one')], [password('two')], [password(anotherSecret)]],
    [
      'another variable is inserted before it',
      [password('one')],
      [level, password('two')],
      [level, password(anotherSecret)],
    ],
    ['it moves', [password('one'), user], [user, password('two')], [user, password(anotherSecret)]],
  ])('marks a secret as changed if %s', (__, before, after, expected) =>
    expect(masked(of(before), of(after))).toEqual(of(expected)),
  );

  test('does not mark a secret as changed if it only moves or is new', () => {
    const token = (value: string) => named('TOKEN', value);
    expect(masked(of([token('one'), password('two'), level]), of([level, password('two'), token('one')]))).toEqual(
      of([level, password(secret), token(secret)]),
    );
    expect(masked(of([password('two')]), of([token('one'), password('two')]))).toEqual(
      of([token(secret), password(secret)]),
    );
  });
});

test('compares the secret in an unnamed item with the secret in the most similar earlier item', () => {
  const database = (host: string, pass: string) => ({ host, password: pass });
  expect(
    masked(
      { databases: [database('a', 'one'), database('b', 'two'), database('c', 'old')] },
      { databases: [database('b', 'two'), database('c', 'new')] },
    ),
  ).toEqual({ databases: [database('b', secret), database('c', anotherSecret)] });
});

test('detects a changed secret in arguments at a different position', () =>
  expect(masked({ args: ['--password', 'one', '-v'] }, { args: ['-v', '--password', 'two'] })).toEqual({
    args: ['-v', '--password', anotherSecret],
  }));

test('pairs the items of very long lists by position', () => {
  const list = (last: string) => [...Array.from({ length: 2_000 }, (_, at) => `10.0.0.${at}`), '--password', last];
  expect(masked({ args: list('one') }, { args: list('two') })).toEqual({ args: list(anotherSecret) });
});

describe('changes that only masked values show', () => {
  const token = (letters: string) => `glpat-${letters.repeat(3)}`;
  const [one, other, third] = [token('a1b2c3d4'), token('z9y8x7w6'), token('q1w2e3r4')];

  test('marks secrets that swap places in a list as changed', () =>
    expect(masked({ keys: [one, other] }, { keys: [other, one] })).toEqual({ keys: [anotherSecret, anotherSecret] }));

  test('marks a secret name as changed', () =>
    expect(masked({ map: { [one]: 1 } }, { map: { [other]: 1 } })).toEqual({ map: { [anotherSecret]: 1 } }));

  test('keeps the values of several secret names', () =>
    expect(masked({ map: {} }, { map: { [one]: 1, [other]: 2, [third]: 3 } })).toEqual({
      map: { [secret]: 1, [`${secret} (2)`]: 2, [`${secret} (3)`]: 3 },
    }));
});
