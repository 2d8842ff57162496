import { z } from 'zod';
import { droppedIn, isDeclared } from './declared-paths';
import { block, many } from './resource-type';

describe('attributes that a schema does not contain', () => {
  const rule = z.object({ name: z.string().optional() });
  const schema = z.object({
    one: block(rule).optional(),
    several: many(rule),
    map: z.record(z.string(), z.string()).optional(),
  });
  const dropped = (given: unknown) => droppedIn(given, schema.parse(given));

  test.each([
    ['at the top', { comment: 'x' }, ['comment']],
    ['in a block', { one: { name: 'a', comment: 'x' } }, ['one.comment']],
    ['in a block written as a list', { one: [{ name: 'a', comment: 'x' }] }, ['one.comment']],
    ['in several blocks, once', { several: [{ comment: 'x' }, { name: 'a' }, { comment: 'y' }] }, ['several.comment']],
    ['in a single block of several', { several: { comment: 'x' } }, ['several.comment']],
  ])('are found %s', (_where, given, paths) => {
    expect(dropped(given)).toEqual(paths);
  });

  test.each([
    ['a map with any keys', { map: { comment: 'x' } }],
    ['null', { comment: null, one: { comment: null } }],
    ['an empty list of blocks', { comment: [], several: [] }],
  ])('do not include %s', (_what, given) => {
    expect(dropped(given)).toEqual([]);
  });
});

test.each([
  ['ttl', true],
  ['index.name', true],
  ['index.none', false],
  ['empty', false],
  ['none', false],
])('the path %s is declared: %j', (path, expected) => {
  expect(isDeclared({ ttl: { enabled: true }, index: [{}, { name: 'a' }], empty: null }, path)).toBe(expected);
});
