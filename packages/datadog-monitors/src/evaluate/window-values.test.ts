import { fc, test as property } from '@fast-check/jest';
import { seriesOfPoints } from '../series/points';
import { series, sourceOf, type TestSeries } from '../series/series';
import { simulate } from '../simulate/simulate';
import { changes, monitor, run, testCatalogue, valueAt } from './monitor.fixture';

const value = (query: string, all: readonly TestSeries[], minute: number, group?: string): number | undefined => {
  return valueAt(run(monitor(`${query} > 1e12`), all, minute), minute, group);
};

// Source: docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations
describe('arithmetic', () => {
  const all = [series('t.errors', '1 2 3 4 5'), series('t.count', '10x4')];

  test('sums every operand over the window first if the query uses as_count()', () => {
    expect(value('sum(last_5m):sum:t.errors{*}.as_count() / sum:t.count{*}.as_count()', all, 4)).toBeCloseTo(0.3);
  });

  test('divides point by point and sums the quotients if the query does not use as_count()', () => {
    expect(value('sum(last_5m):sum:t.errors{*} / sum:t.count{*}', all, 4)).toBeCloseTo(1.5);
  });

  test('aggregates a gauge with as_count() before the arithmetic, without changing its values', () => {
    const gauges = [series('t.gauge', '1 2 3 4 5'), series('t.other', '10x4')];
    expect(value('sum(last_5m):sum:t.gauge{*}.as_count() / sum:t.other{*}.as_count()', gauges, 4)).toBeCloseTo(0.3);
  });

  // Source: docs.datadoghq.com/metrics/custom_metrics/type_modifiers
  test('converts a rate to a count by the interval, but does not convert a gauge', () => {
    expect(value('sum(last_5m):sum:t.rate{*}.as_count()', [series('t.rate', '2x4')], 4)).toBe(600);
    expect(value('sum(last_5m):sum:t.rate{*}.as_rate()', [series('t.rate', '2x4')], 4)).toBe(10);
    expect(value('sum(last_5m):sum:t.gauge{*}.as_rate()', [series('t.gauge', '60x4')], 4)).toBe(300);
    expect(value('max(last_4m):sum:t.count{*}.as_count().rollup(120)', [series('t.count', '3x7')], 7)).toBe(6);
  });

  test('interpolates gauges that report alternately, unless an assumption disables interpolation', () => {
    const turns = [series('t.gauge{k:a}', '2 _ 2 _ 2'), series('t.gauge{k:b}', '_ 3 _ 3 _')];
    const definition = monitor('max(last_4m):sum:t.gauge{*} > 4');
    const options = { to: 4, catalogue: testCatalogue };
    expect(changes(simulate(definition, sourceOf(...turns), options))).toEqual(['2 Alert']);
    const none = { ...options, assumptions: { interpolation: 'none' as const } };
    expect(changes(simulate(definition, sourceOf(...turns), none))).toEqual([]);
  });

  test('divides by the interval in seconds with as_rate()', () => {
    expect(value('sum(last_5m):sum:t.count{*}.as_rate()', [series('t.count', '60x4')], 4)).toBe(5);
  });

  // Source: docs.datadoghq.com/monitors/guide/troubleshooting-no-data
  test('skips a minute with a missing point', () => {
    const gauges = [series('t.gauge', '1 _ 1'), series('t.other', '1 1 _')];
    expect(value('sum(last_3m):sum:t.gauge{*} + sum:t.other{*}', gauges, 2)).toBe(2);
  });

  test('treats a missing count as 0', () => {
    const counts = [series('t.errors', '_ _ _'), series('t.count', '4 _ 4')];
    expect(value('sum(last_3m):sum:t.errors{*}.as_count() / sum:t.count{*}.as_count()', counts, 2)).toBe(0);
  });

  test('returns no value for a division by zero', () => {
    const counts = [series('t.errors', '1 1'), series('t.count', '0 0')];
    expect(value('sum(last_2m):sum:t.errors{*}.as_count() / sum:t.count{*}.as_count()', counts, 1)).toBeUndefined();
    expect(
      value('sum(last_2m):sum:t.errors{*} / sum:t.count{*}', [series('t.errors', '1 1'), series('t.count', '0 2')], 1),
    ).toBe(0.5);
  });
});

describe('aggregation', () => {
  const all = [
    series('t.gauge{k:a,l:x}', '1 2 3'),
    series('t.gauge{k:a,l:y}', '3 4 5'),
    series('t.gauge{k:b}', '10 _ 10'),
  ];

  test.each([
    ['avg(last_3m):avg:t.gauge{k:a}', '*', 3],
    ['max(last_3m):min:t.gauge{k:a}', '*', 3],
    ['min(last_3m):max:t.gauge{k:a}', '*', 3],
    // the gap of k:b is interpolated before the series are added
    ['sum(last_3m):sum:t.gauge{*}', '*', 48],
    ['sum(last_3m):count:t.gauge{*}', '*', 9],
    ['sum(last_3m):sum:t.gauge{*}.fill(null)', '*', 38],
    ['avg(last_3m):t.gauge{k:b}', '*', 10],
    ['sum(last_3m):sum:t.gauge{*} by {k}', 'k:a', 18],
    ['sum(last_3m):sum:t.gauge{*} by {k}', 'k:b', 20],
    ['sum(last_3m):sum:t.gauge{*} by {k} * 2', 'k:b', 40],
    ['sum(last_3m):sum:t.gauge{*} by {k} / sum:t.gauge{*}', 'k:b', 10 / 14 + 10 / 18],
    ['sum(last_3m):sum:t.gauge{*} by {k,l}', 'k:a,l:y', 12],
  ])('%s of group %s is %d', (query, group, expected) => {
    expect(value(query, all, 2, group)).toBeCloseTo(expected);
  });

  test('counts a series that has several values of a tag in the group of each value', () => {
    const both = series('t.gauge{k:a,k:b}', '5 5 5');
    expect(value('max(last_3m):max:t.gauge{k:b} by {k}', [both], 2, 'k:a')).toBe(5);
    expect(value('max(last_3m):max:t.gauge{k:b} by {k}', [both], 2, 'k:b')).toBe(5);
    expect(value('max(last_3m):max:t.gauge{k:a,k:b}', [both], 2)).toBe(5);
    expect(value('max(last_3m):max:t.gauge{k:c}', [both], 2)).toBeUndefined();
  });

  // Source: docs.datadoghq.com/dashboards/functions/rollup: a bucket contains the points from its start until the next bucket
  test('counts a point within a minute in the bucket that contains it', () => {
    const halves = seriesOfPoints('t.count', [
      [3.2, 1],
      [4.5, 2],
      [4.9, 4],
    ]);
    expect(value('sum(last_1m):sum:t.count{*}.as_count()', [halves], 4)).toBe(6);
    expect(value('sum(last_1m):sum:t.count{*}.as_count()', [halves], 3)).toBe(1);
  });

  // Source: docs.datadoghq.com/metrics/distributions; the percentiles of a sketch are exact within 1%
  test('evaluates a distribution over all values of all series, regardless of which series reported them', () => {
    const slow = {
      metric: 't.latency',
      tags: { k: 'a' },
      minutes: [{ minute: 0, sum: 900, count: 9, min: 100, max: 100 }],
    };
    const fast = {
      metric: 't.latency',
      tags: { k: 'b' },
      minutes: [
        { minute: 0, sum: 10, count: 1, min: 10, max: 10 },
        { minute: 1, sum: 40, count: 10, min: 1, max: 13, sketch: { 1: 9, 31: 1 } },
      ],
    };
    const all = [slow, fast];
    expect(value('avg(last_1m):p50:t.latency{*}', all, 0)).toBeCloseTo(100, -1);
    expect(value('max(last_2m):p50:t.latency{*} by {k}', all, 1, 'k:b')).toBeCloseTo(10, 0);
    expect(value('avg(last_2m):avg:t.latency{*}', all, 1)).toBe((91 + 4) / 2);
    expect(value('max(last_2m):max:t.latency{*}', all, 1)).toBe(100);
    expect(value('sum(last_2m):count:t.latency{*}', all, 1)).toBe(20);
    expect(value('percentile(last_2m):p50:t.latency{*}', all, 1)).toBeCloseTo(10, 0);
    expect(value('percentile(last_2m):p85:t.latency{k:b}', all, 1)).toBeCloseTo(1, 1);
  });

  test('weights series by their number of points if the query uses weighted()', () => {
    const all = [series('t.gauge{k:a}', '10 10 10 10 10'), series('t.gauge{k:b}', '_ _ _ _ 100')];
    expect(value('max(last_5m):avg:t.gauge{*}.rollup(avg, 300)', all, 4)).toBe(55);
    expect(value('max(last_5m):avg:t.gauge{*}.weighted().rollup(avg, 300)', all, 4)).toBe(25);
  });

  test('ignores a series without the grouping tag', () => {
    const { groups } = run(monitor('sum(last_3m):sum:t.gauge{*} by {k,l} > 99'), all, 2);
    expect(groups.map(({ group }) => group)).toEqual(['k:a,l:x', 'k:a,l:y']);
  });

  test('computes a CloudWatch statistic from its base metric if the statistic has no series', () => {
    const duration = {
      metric: 'aws.lambda.duration',
      tags: { functionname: 'a' },
      minutes: [
        { minute: 0, sum: 390, count: 20, min: 10, max: 20, sketch: { 10: 1, 20: 19 } },
        { minute: 1, sum: 14, count: 2, min: 7, max: 7 },
      ],
    };
    const of = (name: string) => value(`max(last_1m):max:${name}{*}`, [duration], 0);
    expect(['', '.maximum', '.minimum', '.sum'].map((suffix) => of(`aws.lambda.duration${suffix}`))).toEqual([
      19.5, 20, 10, 390,
    ]);
    expect(of('aws.lambda.duration.p95')).toBeCloseTo(20, 0);
    expect(of('aws.lambda.duration.p01')).toBeCloseTo(10, 0);
    expect(value('max(last_1m):max:aws.lambda.duration.p95{*}', [duration], 1)).toBe(7);
  });
});

// Source: docs.datadoghq.com/dashboards/functions
describe('functions', () => {
  const gauge = [series('t.gauge', '4 _ 1 9 _ _')];

  test.each([
    ['sum(last_6m):abs(sum:t.gauge{*} * -1)', 14],
    ['sum(last_6m):default_zero(sum:t.gauge{*}) + 1', 20],
    ['sum(last_6m):sum:t.gauge{*}.fill(zero) + 1', 20],
    ['sum(last_6m):sum:t.gauge{*}.fill(last)', 4 + 4 + 1 + 9 + 9 + 9],
    ['sum(last_6m):sum:t.gauge{*}.fill(last, 60)', 4 + 4 + 1 + 9 + 9],
    ['sum(last_6m):sum:t.gauge{*}.fill(linear)', 4 + 2.5 + 1 + 9],
    ['sum(last_6m):sum:t.gauge{*}.fill(null)', 14],
    ['avg(last_6m):sum:t.gauge{*}.fill(zero, 60)', 14 / 5],
    ['max(last_1m):sum:t.gauge{*}.fill(last, 120)', 9],
    ['max(last_1m):sum:t.gauge{*}.fill(last, 60)', undefined],
    ['max(last_6m):moving_rollup(sum:t.gauge{*}, 180, count)', 2],
    ['max(last_6m):diff(sum:t.gauge{*})', 8],
    ['min(last_6m):derivative(sum:t.gauge{*})', -3 / 120],
    ['max(last_6m):per_minute(sum:t.gauge{*})', 8],
    ['sum(last_6m):monotonic_diff(sum:t.gauge{*})', 8],
    ['max(last_6m):cumsum(sum:t.gauge{*})', 14],
    ['max(last_6m):integral(sum:t.gauge{*})', 840],
    ['sum(last_6m):log2(sum:t.gauge{*} - 1)', Math.log2(3) + 3],
    ['sum(last_6m):clamp_max(sum:t.gauge{*}, 5)', 10],
    ['sum(last_6m):clamp_min(sum:t.gauge{*}, 2)', 15],
    ['sum(last_6m):cutoff_max(sum:t.gauge{*}, 5)', 5],
    ['sum(last_6m):cutoff_min(sum:t.gauge{*}, 2)', 13],
    ['max(last_6m):sum:t.gauge{*}.rollup(sum, 180)', 9],
    ['avg(last_6m):sum:t.gauge{*}.rollup(max, 180)', 6.5],
    ['max(last_1m):sum:t.gauge{*}.rollup(sum, 300)', undefined],
    ['min(last_6m):moving_rollup(sum:t.gauge{*}, 120, sum)', 1],
    ['sum(last_2m):timeshift(sum:t.gauge{*}, -120)', 10],
    ['max(last_6m):median_3(sum:t.gauge{*})', 4],
    ['min(last_3m):ewma_3(sum:t.gauge{*})', 5.75],
  ])('%s is %d', (query, expected) => {
    const found = value(query, gauge, 5);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected);
  });

  // Source: docs.datadoghq.com/dashboards/functions/rank and /count
  test('keeps only the ranked groups for top(), and counts groups for count_nonzero()', () => {
    const all = [series('t.gauge{k:a}', '1 9'), series('t.gauge{k:b}', '5 5'), series('t.gauge{k:c}', '7 2')];
    const groups = (query: string) =>
      run(monitor(`max(last_2m):${query} > 99`), all, 1)
        .groups.filter(({ changes: [first] }) => first)
        .map(({ group }) => group);
    const by = 'max:t.gauge{*} by {k}';
    expect(groups(`top(${by}, 1, 'max', 'desc')`).at(-1)).toBe('k:a');
    expect(value(`top(${by}, 1, 'last', 'asc')`.replace(/^/, 'max(last_2m):'), all, 1, 'k:c')).toBe(7);
    expect(value(`max(last_2m):count_nonzero(${by})`, all, 1)).toBe(3);
  });

  // Source: an older page of docs.datadoghq.com/dashboards/functions
  test('fills every minute without a point with the value of default(), also in a window without points', () => {
    const gaps = series('t.gauge', '1 _ 3 _ _ _');
    expect(value('sum(last_3m):default(sum:t.gauge{*}, 7)', [gaps], 2)).toBe(11);
    expect(value('sum(last_2m):default(sum:t.gauge{*}, 7)', [gaps], 5)).toBe(14);
    const ratio = 'sum(last_1m):default(sum:t.errors{*}.as_count() / sum:t.count{*}.as_count(), 100)';
    expect(value(ratio, [series('t.errors', '1 _ _'), series('t.count', '4 _ _')], 0)).toBe(0.25);
    expect(value(ratio, [series('t.errors', '1 _ _'), series('t.count', '4 _ _')], 2)).toBe(100);
  });

  test('returns no value from default_zero for a window without points', () => {
    expect(value('sum(last_2m):default_zero(sum:t.gauge{*})', [series('t.gauge', '1 _ _ _')], 3)).toBeUndefined();
  });

  test('infers the type of an unknown metric from all its uses', () => {
    const all = [series('own.errors', '60x5')];
    expect(value('avg(last_5m):sum:own.errors{*} + sum:own.errors{*}.as_rate()', all, 4)).toBe(61);
  });

  test('applies a function to the result of arithmetic with as_count()', () => {
    const all = [series('t.errors', '2 2'), series('t.count', '8x1')];
    expect(value('sum(last_2m):abs(sum:t.errors{*}.as_count() - sum:t.count{*}.as_count())', all, 1)).toBe(12);
  });

  test.each([
    ["avg(last_5m):anomalies(avg:t.gauge{*}, 'basic', 2) >= 1", 'anomalies() is not evaluated'],
    ['avg(last_5m):trend_line(avg:t.gauge{*}) >= 1', 'trend_line() is not evaluated'],
    ['percentile(last_5m):p95:t.gauge{*} + p95:t.gauge{*} >= 1', 'percentile() is not evaluated'],
  ])('rejects %s with the message %s', (query, message) => {
    expect(() => run(monitor(query), gauge, 1)).toThrow(message);
  });

  test('rejects monitors of other types and reports the type', () => {
    expect(() => run({ ...monitor(''), type: 'composite', query: '1 && 2' }, gauge, 1)).toThrow(
      'a monitor of type composite is not evaluated: it needs its members; use simulateComposite() or createCompositeEvaluator()',
    );
  });
});

// Source: docs.datadoghq.com/monitors/guide/change-alert
describe('a change alert', () => {
  const gauge = [series('t.gauge', '10x4 15x4')];

  test('returns the difference from an earlier value, or the difference in percent', () => {
    expect(value('change(avg(last_5m),5m_ago):avg:t.gauge{*}', gauge, 9)).toBe(5);
    expect(value('pct_change(avg(last_5m),5m_ago):avg:t.gauge{*}', gauge, 9)).toBe(50);
  });

  test('sums both windows before comparing them if the query uses as_count()', () => {
    const counts = [series('t.count', '1 _ _ 2 2 2')];
    expect(value('pct_change(sum(last_3m),3m_ago):sum:t.count{*}.as_count()', counts, 5)).toBe(500);
  });
});

describe('a random series', () => {
  const points = fc.array(fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }), {
    minLength: 1,
    maxLength: 30,
  });

  property.prop([points, fc.integer({ min: 1, max: 12 }), fc.constantFrom('sum', 'min', 'max', 'avg')])(
    'evaluates to the manually calculated value',
    (values, width, aggregator) => {
      const to = values.length - 1;
      const window = values.slice(Math.max(0, to - width + 1)).filter((point) => point !== undefined);
      const sum = window.reduce((total, point) => total + point, 0);
      const expected = { sum, min: Math.min(...window), max: Math.max(...window), avg: sum / window.length }[
        aggregator
      ];
      const found = value(`${aggregator}(last_${width}m):avg:t.gauge{*}`, [series('t.gauge', values)], to);
      if (window.length === 0) expect(found).toBeUndefined();
      else expect(found).toBeCloseTo(expected ?? Number.NaN);
    },
  );

  property.prop([points, points])(
    'evaluates to the same sum with and without as_count() if the query has no division',
    (a, b) => {
      const all = [series('t.count{k:a}', a), series('t.count{k:b}', b)];
      const to = Math.max(a.length, b.length) - 1;
      const plain = value('sum(last_10m):sum:t.count{*}', all, to);
      expect(value('sum(last_10m):sum:t.count{*}.as_count()', all, to)).toBe(plain);
    },
  );
});
