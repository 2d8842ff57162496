import { series } from '../series/series';
import { joinSeries } from './join-series';

const bucket = (minute: number, value: number) => ({ minute, sum: value, count: 1, min: value, max: value });

test('joins exports of consecutive days in any order', () => {
  const first = series('a.b{k:v,l:w}', '1 _ 3', 100);
  const second = { metric: 'a.b', tags: { l: 'w', k: 'v' }, minutes: [bucket(103, 4)] };
  const other = series('a.b{k:x}', '1', 100);
  expect(joinSeries([second, other, first])).toEqual([
    { metric: 'a.b', tags: { k: 'v', l: 'w' }, minutes: [bucket(100, 1), bucket(102, 3), bucket(103, 4)] },
    other,
  ]);
});

test('rejects overlapping exports', () => {
  expect(() => joinSeries([series('a.b', '1 2', 100), series('a.b', '3', 101)])).toThrow(
    'a.b: two exports contain 1970-01-01T01:41Z; remove one of them',
  );
});
