import { parseMonitorQuery, type Scope, seriesIn } from '@himeshima/datadog-monitors';
import { isCovered } from './scope-coverage';

function scopeOf(text: string): Scope {
  const query = parseMonitorQuery('metric alert', `avg(last_5m):avg:a.b{${text}} > 1`);
  const [series] = query.kind === 'metric' ? seriesIn(query.expression) : [];
  if (series === undefined) throw new Error(`${text} is not a scope`);
  return series.scope;
}

test.each([
  ['a:x', '*'],
  ['a:x,b:y', 'b:y,a:x'],
  ['a:x,b:y', 'a:x'],
  ['a IN (x,y)', 'a IN (y,x,z)'],
  ['a:x', 'a IN (x,y)'],
  ['a IN (x)', 'a:x'],
  ['a:x OR a:y', 'a:x OR a:y OR a:z'],
  ['a:x AND (b:y OR b:z)', 'a:x AND b IN (y,z)'],
  ['a:x*', 'a:*'],
  ['a:prod-eu', 'a:prod*'],
  ['!a:x,!a:y', '!a:x'],
  ['a NOT IN (x,y)', 'a NOT IN (x)'],
  ['NOT (a:x OR b:y)', '!b:y'],
  ['!a:x*', '!a:xy'],
])('%s is covered by %s', (scope, by) => {
  expect(isCovered(scopeOf(scope), scopeOf(by))).toBe(true);
});

test.each([
  ['*', 'a:x'],
  ['a:x', 'a:x,b:y'],
  ['a IN (x,y)', 'a IN (x,z)'],
  ['a:x OR a:y', 'a:x'],
  ['a:prod*', 'a:prod-eu'],
  ['!a:x', '!a:x,!a:y'],
  ['a NOT IN (x)', 'a NOT IN (x,y)'],
  ['a:x', 'b:x'],
  ['a:x', '!a:y'],
])('%s is not covered by %s', (scope, by) => {
  expect(isCovered(scopeOf(scope), scopeOf(by))).toBe(false);
});

test('does not compare scopes with too many alternatives', () => {
  const all = (key: string) => Array.from({ length: 30 }, (_, at) => `${key}:${at}`).join(' OR ');
  const scope = `(${all('a')}) AND (${all('b')})`;
  expect(isCovered(scopeOf(scope), scopeOf('*'))).toBe(false);
});
