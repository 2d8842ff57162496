import { fc, test as property } from '@fast-check/jest';
import { createMetricStore } from './metrics';

const minute = 60_000;
const errors = (tags: Record<string, string>, value: number, at: number) => ({ metric: 't.errors', tags, value, at });

describe('a metric store', () => {
  test('adds up what falls into one minute of one series', () => {
    const store = createMetricStore();
    for (const [value, at] of [
      [3, 0],
      [1, 59_999],
      [5, minute],
    ] as const)
      store.record(errors({ functionname: 'power-on' }, value, at));
    const [series] = store.series('t.errors');
    expect(series?.minutes).toEqual([
      { minute: 0, sum: 4, count: 2, min: 1, max: 3, sketch: undefined },
      { minute: 1, sum: 5, count: 1, min: 5, max: 5, sketch: undefined },
    ]);
  });

  test('tells series apart by their tags, in whatever order these are given', () => {
    const store = createMetricStore();
    store.record(errors({ a: '1', b: '2' }, 1, 0));
    store.record(errors({ b: '2', a: '1' }, 1, 0));
    store.record(errors({ a: '1' }, 1, 0));
    expect(store.save()).toEqual({ 't.errors{a:1,b:2}': [[0, 2]], 't.errors{a:1}': [[0, 1]] });
    expect(store.series('t.unknown')).toEqual([]);
  });

  test('puts late values into their own minute', () => {
    const store = createMetricStore();
    for (const at of [0, 3 * minute, minute, 0]) store.record(errors({}, 1, at));
    expect(store.save()).toEqual({
      't.errors{}': [
        [0, 2],
        [1, 1],
        [3, 1],
      ],
    });
  });

  test('keeps a day', () => {
    const store = createMetricStore();
    store.record(errors({}, 1, 0));
    store.record(errors({}, 1, minute));
    store.record(errors({}, 1, 24 * 60 * minute + minute));
    expect(store.series('t.errors')[0]?.minutes.map((kept) => kept.minute)).toEqual([1, 1441]);
  });

  test('keeps a sketch of a distribution, for percentiles', () => {
    const store = createMetricStore();
    for (let value = 1; value <= 100; value++)
      store.record({ metric: 't.duration', tags: {}, value, at: 0, distribution: true });
    const median = store.series('t.duration')[0]?.minutes[0]?.sketch?.getValueAtQuantile(0.5) ?? 0;
    expect(Math.abs(median - 50)).toBeLessThan(2);
  });

  property.prop([fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: -5, max: 5 })))])(
    'loses nothing within the day, whatever the order of arrival, and keeps minutes in order',
    (points) => {
      const store = createMetricStore();
      for (const [at, value] of points) store.record(errors({}, value, at * minute));
      const minutes = store.series('t.errors')[0]?.minutes ?? [];
      expect(minutes.map((kept) => kept.minute)).toEqual([...new Set(points.map(([at]) => at))].sort((a, b) => a - b));
      expect(minutes.reduce((sum, kept) => sum + kept.sum, 0)).toBe(points.reduce((sum, [, value]) => sum + value, 0));
    },
  );
});

describe('a quiet minute', () => {
  test('gets a zero in each known count, and in nothing else', () => {
    const store = createMetricStore();
    store.record(errors({ a: '1' }, 2, 0));
    store.record(errors({ a: '2' }, 2, minute));
    store.record({ metric: 't.age', tags: {}, value: 7, at: 0 });
    store.fillQuietMinute(minute, (metric) => metric === 't.errors');
    expect(store.save()).toEqual({
      't.errors{a:1}': [
        [0, 2],
        [1, 0],
      ],
      't.errors{a:2}': [[1, 2]],
      't.age{}': [[0, 7]],
    });
  });
});
