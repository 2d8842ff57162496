import type { ValueObject } from '@himeshima/terraform-json';
import { matchRenames } from './match-renames';

const type = 'aws_instance';
const side = (name: string, values: ValueObject) => ({ address: `${type}.${name}`, type, name, values });
const sides = (prefix: string, count: number, valuesOf: (at: number) => ValueObject) =>
  Array.from({ length: count }, (_, at) => side(`${prefix}${String(at).padStart(5, '0')}`, valuesOf(at)));
const pairsOf = (...[gone, come]: Parameters<typeof matchRenames>) =>
  matchRenames(gone, come).map((pair) => [pair.gone.address, pair.come.address, pair.confidence]);
const inOrder = (count: number, confidence: number) =>
  Array.from({ length: count }, (_, at) => {
    const number = String(at).padStart(5, '0');
    return [`${type}.old${number}`, `${type}.new${number}`, confidence];
  });

describe('many resources of one type', () => {
  const count = 5_000;
  const description = 'd'.repeat(94);

  // an earlier version compared all pairs, which took 91 s and 6 GB for 10,000 resources
  test('matches equal resources in order', () => {
    const values = () => ({ name: 'n', size: 's' });
    expect(pairsOf(sides('old', count, values), sides('new', count, values))).toEqual(inOrder(count, 1));
  }, 10_000);

  test('matches resources even if the created resources lack computed attributes', () => {
    const old = sides('old', count, (at) => ({ name: `n${at}`, size: 's', host: `h${at}` }));
    const now = sides('new', count, (at) => ({ name: `n${at}`, size: 's' }));
    expect(pairsOf(old, [...now].reverse())).toEqual(inOrder(count, 1));
  }, 10_000);

  test('matches resources by rare values, even if many share a frequent value', () => {
    const old = sides('old', count, (at) => ({ description, name: `n${at}`, size: 's', zone: 'a' }));
    const now = sides('new', count, (at) => ({ description, name: `n${at}`, size: 's', zone: 'b' }));
    expect(
      pairsOf(old, [...now].reverse())
        .map(([from, to]) => [from, to])
        .sort(),
    ).toEqual(inOrder(count, 1).map(([from, to]) => [from, to]));
  }, 10_000);

  test('matches equally similar resources in order', () => {
    const valuesOf = (zone: string) => (at: number) => ({ description, zone: `${zone}${String(at).padStart(5, '0')}` });
    expect(pairsOf(sides('old', count, valuesOf('a')), sides('new', count, valuesOf('b')))).toEqual(
      inOrder(count, 96 / 104),
    );
  }, 10_000);

  test('does not match resources with few equal values', () => {
    const valuesOf = (zone: string) => (at: number) => ({ size: 's', zone: `${zone}${at}` });
    expect(pairsOf(sides('old', count, valuesOf('a')), sides('new', count, valuesOf('b')))).toEqual([]);
  }, 10_000);
});
