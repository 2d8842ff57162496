import { isDeeper } from './nesting';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('isDeeper returns true for 1,001 or more levels', () => {
  expect([1, 1_000, 1_001, 100_000].map((levels) => isDeeper(nested(levels)))).toEqual([false, false, true, true]);
  expect(isDeeper({ a: nested(1_000) })).toBe(true);
  expect(isDeeper('text')).toBe(false);
});
