import { fc, test as property } from '@fast-check/jest';
import {
  catalogue,
  quantileOf,
  readTerraformMonitor,
  savedSeries,
  simulate,
  sourceOf,
} from '@himeshima/datadog-monitors';
import { createMetricStore } from './metrics';
import { reopenedStore } from './stopped-platform.fixture';
import { memoryStore, type Store } from './store';

const minute = 60_000;
const errors = (tags: Record<string, string>, value: number, at: number) => ({ metric: 't.errors', tags, value, at });
const stored = (store: Store = memoryStore()) => createMetricStore(store);

describe('createMetricStore', () => {
  test('adds up the values of a series within one minute', () => {
    const metrics = stored();
    for (const [value, at] of [
      [3, 0],
      [1, 59_999],
      [5, minute],
    ] as const)
      metrics.record(errors({ functionname: 'power-on' }, value, at));
    expect(metrics.series('t.errors')[0]?.minutes).toMatchObject([
      { minute: 0, sum: 4, count: 2, min: 1, max: 3 },
      { minute: 1, sum: 5, count: 1, min: 5, max: 5 },
    ]);
  });

  test('distinguishes series by their tags, in any order', () => {
    const metrics = stored();
    metrics.record(errors({ a: '1', b: '2' }, 1, 0));
    metrics.record(errors({ b: '2', a: '1' }, 1, 0));
    metrics.record(errors({ a: '1' }, 1, 0));
    expect(metrics.save()).toMatchObject({ 't.errors{a:1,b:2}': [{ sum: 2 }], 't.errors{a:1}': [{ sum: 1 }] });
    expect(metrics.series('t.errors')).toHaveLength(2);
    expect(metrics.series('t.unknown')).toEqual([]);
  });

  test('assigns late values to their own minute', () => {
    const metrics = stored();
    for (const at of [0, 3 * minute, minute, 0]) metrics.record(errors({}, 1, at));
    expect(metrics.series('t.errors')[0]?.minutes).toMatchObject([
      { minute: 0, sum: 2 },
      { minute: 1, sum: 1 },
      { minute: 3, sum: 1 },
    ]);
  });

  test('keeps the values of a day until the daily digest has been written', () => {
    const metrics = stored();
    metrics.record(errors({}, 1, 0));
    metrics.record(errors({}, 1, minute));
    metrics.record(errors({}, 1, (28 * 60 + 1) * minute));
    expect(metrics.series('t.errors')[0]?.minutes.map((kept) => kept.minute)).toEqual([1, 28 * 60 + 1]);
  });

  property.prop([fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: -5, max: 5 })))])(
    'keeps every value of the day, and sorts the minutes regardless of the order of arrival',
    (points) => {
      const metrics = stored();
      for (const [at, value] of points) metrics.record(errors({}, value, at * minute));
      const minutes = metrics.series('t.errors')[0]?.minutes ?? [];
      expect(minutes.map((kept) => kept.minute)).toEqual([...new Set(points.map(([at]) => at))].sort((a, b) => a - b));
      expect(minutes.reduce((sum, kept) => sum + kept.sum, 0)).toBe(points.reduce((sum, [, value]) => sum + value, 0));
    },
  );

  test('restores series from the store', () => {
    const open = reopenedStore();
    const metrics = stored(open());
    for (const value of [1, 2, 3]) metrics.record(errors({ a: '1' }, value, 0));
    const after = stored(open());
    after.record(errors({ a: '1' }, 4, 0));
    expect(after.series('t.errors')).toMatchObject([{ minutes: [{ sum: 10, count: 4, min: 1, max: 4 }] }]);
  });
});

describe("a minute's sketch", () => {
  const within = (fraction: number, values: readonly number[]) => {
    const metrics = stored();
    for (const value of values) metrics.record(errors({}, value, 0));
    const [only] = metrics.series('t.errors')[0]?.minutes ?? [];
    return quantileOf(only?.sketch ?? {}, fraction);
  };

  test('stores no sketch for a minute whose values are all equal', () => {
    const metrics = stored();
    for (let count = 0; count < 3; count += 1) metrics.record(errors({}, 7, 0));
    expect(metrics.series('t.errors')[0]?.minutes).toEqual([{ minute: 0, sum: 21, count: 3, min: 7, max: 7 }]);
  });

  test.each([-50, 0, 50])('returns the median of 101 values around %i within 1%%', (middle) => {
    const values = Array.from({ length: 101 }, (_, index) => middle + index - 50);
    expect(Math.abs(within(0.5, values) - middle)).toBeLessThanOrEqual(Math.abs(middle) / 100);
  });

  property.prop([fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 200 })])(
    'counts every value if there are at least two distinct values',
    (values) => {
      fc.pre(new Set(values).size > 1);
      const metrics = stored();
      for (const value of values) metrics.record(errors({}, value, 0));
      const [only] = metrics.series('t.errors')[0]?.minutes ?? [];
      expect(Object.values(only?.sketch ?? {}).reduce((sum, times) => sum + times, 0)).toBe(values.length);
    },
  );
});

describe('a quiet minute', () => {
  test('adds a zero to each known count, but not to other metrics', () => {
    const metrics = stored();
    metrics.record(errors({ a: '1' }, 2, 0));
    metrics.record(errors({ a: '2' }, 2, minute));
    metrics.record({ metric: 't.age', tags: {}, value: 7, at: 0 });
    metrics.fillQuietMinute(minute, (metric) => metric === 't.errors');
    const sums = Object.entries(metrics.save()).map(([name, minutes]) => [name, minutes.map(({ sum }) => sum)]);
    expect(sums).toEqual([
      ['t.errors{a:1}', [2, 0]],
      ['t.errors{a:2}', [2]],
      ['t.age{}', [7]],
    ]);
  });
});

describe('saved series', () => {
  const monitor = (query: string) =>
    readTerraformMonitor({
      name: 'errors or slow functions',
      type: 'metric alert',
      message: '',
      query,
      monitor_thresholds: { critical: 5 },
      require_full_window: false,
    });

  test.each([
    ['sum(last_5m):sum:aws.lambda.errors{functionname:power-on}.as_count() >= 5', 2],
    ['max(last_5m):max:aws.lambda.duration.p95{functionname:power-on} >= 5', 1],
  ])("saved series make the monitor %s alert when the monitor's test replays them", (query, minuteOfAlert) => {
    const metrics = stored();
    const tags = { functionname: 'power-on' };
    for (const [at, value] of [1, 2, 3, 0].entries()) {
      metrics.record({ metric: 'aws.lambda.errors', tags, value, at: (10 + at) * minute });
      for (const duration of [1, ...Array<number>(30).fill(value * 3)])
        metrics.record({ metric: 'aws.lambda.duration', tags, value: duration, at: (10 + at) * minute });
    }
    const recorded = savedSeries(JSON.parse(JSON.stringify(metrics.save())));
    const run = simulate(monitor(query), sourceOf(...recorded), { to: 4, catalogue });
    expect(run.notifications).toMatchObject([{ minute: minuteOfAlert, transition: 'alert' }]);
  });

  test('rejects invalid saved series with an error that contains the path', () => {
    expect(() => savedSeries({ 't.errors{}': [[0, 2]] })).toThrow('t.errors{}.0: ');
    expect(() => savedSeries([])).toThrow('the saved series: ');
    expect(() => savedSeries({ 'no metric': [] })).toThrow('no metric is not a metric with tags');
  });
});
