import { becomesTrue, isTrueOf, numberOf, occurrencesAt } from './condition';
import {
  broadens,
  changesAddress,
  falls,
  fallsFromUnlimited,
  grows,
  halves,
  hasFewer,
  isNotTrue,
  isRemoved,
  isTrue,
  losesItem,
  losesNetwork,
  notOneOf,
  oneOf,
  rises,
  weakens,
} from './row';

test('reads every block of a list, and parses JSON strings as blocks', () => {
  const values = { rule: [{ data: JSON.stringify({ port: 1 }) }, { data: '{"port":2}' }, {}] };
  expect(occurrencesAt(values, ['rule', 'data', 'port'])).toEqual([1, 2]);
  expect(occurrencesAt({}, ['rule', 'data'])).toEqual([]);
});

test.each([
  [isTrue, ['false'], ['true'], true],
  [isTrue, [true, false], [false, true], false],
  [isNotTrue, [true], [undefined], true],
  [isNotTrue, [true, true], [true], false],
  [isNotTrue, [undefined], [false], false],
  [oneOf('Owner'), ['Reader'], ['owner'], true],
  [notOneOf('Deny'), ['Deny'], [], true],
  [isRemoved, [['a']], [[]], true],
  [hasFewer, [['a', 'b'], ['c']], [['a', 'b']], true],
  [losesItem, [['a']], [['a', 'b']], false],
  [losesItem, [['a']], [['b']], true],
  [grows, [['a@*']], [['a@*', 'b@*']], true],
  [grows, [], [['a@*']], false],
  [changesAddress, ['http://mimir:8080/prometheus'], ['https://mimir:8443/prometheus'], false],
  [changesAddress, ['http://mimir:8080/prometheus'], ['http://thanos:8080/prometheus'], true],
  [changesAddress, ['http://mimir:8080/prometheus'], ['http://mimir:9090/prometheus'], true],
  [changesAddress, ['https://mimir/prometheus'], ['http://mimir/prometheus'], true],
  [losesNetwork, [['10.0.0.0/24']], [['10.0.0.0/16']], false],
  [losesNetwork, [['10.0.0.0/16']], [['10.0.0.0/24']], true],
  [losesNetwork, [['10.0.0.0/16']], [undefined], false],
  [losesNetwork, [['10.0.0.0/16', 'fd00::/48']], [['10.0.0.0/8', 'fd00::/32']], false],
  [losesNetwork, [['10.0.0.0/16']], [['10.1.0.0/16']], true],
  [losesNetwork, [['any', '10.0.0.300/16']], [['any', '10.0.0.300/16']], false],
  [falls, ['30'], ['7'], true],
  [falls, [undefined], [7], false],
  [falls, ['1h'], ['30m'], true],
  [fallsFromUnlimited, ['null'], ['600'], true],
  [halves, [3], [2], false],
  [halves, [4, 6], [6, 2], true],
  [rises, [10], [70], true],
  [weakens('low', 'high'), ['high'], ['low'], true],
  [weakens('low', 'high'), ['other'], ['low'], false],
  [broadens('pull', 'admin'), ['pull'], ['admin'], true],
])('evaluates condition %j for the change from %j to %j as %s', (condition, before, after, expected) =>
  expect(becomesTrue(condition, before, after)).toBe(expected),
);

test('judges a new resource by its values, because there are no earlier values to compare', () => {
  expect(isTrueOf(isTrue, [true])).toBe(true);
  expect(isTrueOf(isNotTrue, [false])).toBe(false);
  expect(isTrueOf(falls, [0])).toBe(false);
});

test.each([
  ['90s', 90],
  ['1h30m', 5_400],
  ['2d', 172_800],
  ['12', 12],
  ['soon', Number.NaN],
])('converts %s to a number', (text, expected) => expect(numberOf(text)).toBe(expected));
