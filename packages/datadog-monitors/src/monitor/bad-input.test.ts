import { fc, test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { catalogue } from '../catalogue/catalogue';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { monitorTypes } from '../query/monitor-query';
import { print } from '../query/print';
import { anyQuery } from '../query/query.arbitrary';
import { NotationError } from '../series/notation';
import { PointsError, seriesOfPoints } from '../series/points';
import { sourceOf } from '../series/series';
import { simulate } from '../simulate/simulate';
import { readApiMonitor } from './read-monitor';
import { validate } from './validate';

const monitor = (type: string, query: string) => readApiMonitor({ name: 'n', type, query });

describe('invalid input', () => {
  test.each([
    ['a query of 100 KB', `sum(last_5m):sum:a.b{${'x:y,'.repeat(25_000)}z:z} > 1`, 'characters'],
    ['deep nesting', `sum(last_5m):${'abs('.repeat(2000)}sum:a.b{*}${')'.repeat(2000)} > 1`, 'nested deeper'],
    ['an unknown function', 'sum(last_5m):absolutely(sum:a.b{*}) > 1', 'unknown function absolutely'],
    ['an infinite threshold', 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() > 1e999', 'not a finite number'],
  ])('reports one error and its column for %s', (_, query, message) => {
    const [problem, ...others] = validate(monitor('metric alert', query), catalogue);
    expect(others).toEqual([]);
    expect(problem?.message).toContain(message);
    expect(problem?.column).toBeGreaterThan(0);
  });

  test.each<[string, [number, number][], string, number]>([
    [
      'occurs twice',
      [
        [1, 0],
        [1, 5],
      ],
      'point 2: minute 1 occurs twice',
      1,
    ],
    [
      'is out of order',
      [
        [5, 0],
        [1, 5],
      ],
      'point 2: minute 1 comes after 5',
      1,
    ],
    ['is infinite', [[1, Number.POSITIVE_INFINITY]], 'point 1: the value is Infinity', 0],
    ['is not a number', [[1, Number.NaN]], 'point 1: the value is NaN', 0],
    ['has no time', [[Number.NaN, 1]], 'point 1: the minute is NaN', 0],
    ['is in milliseconds', [[1_700_000_000_000, 1]], 'more than two years away', 0],
  ])('rejects a point that %s, and reports its index', (_, points, message, index) => {
    expect(() => seriesOfPoints('a.b', points)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), index }),
    );
  });

  property.prop([fc.constantFrom(...monitorTypes), anyText({ maxLength: 80 })])(
    'validates arbitrary queries without throwing',
    (type, query) => {
      expect(Array.isArray(validate(monitor(type, query), catalogue))).toBe(true);
    },
  );

  test('immediately rejects a function with an excessive span', () => {
    const query = 'max(last_5m):moving_rollup(sum:a.b{*}, 1e12, sum) > 1';
    const points = sourceOf(seriesOfPoints('a.b', [[0, 1]]));
    expect(() => simulate(monitor('metric alert', query), points, { to: 5, catalogue })).toThrow(
      'longer than two years',
    );
  });

  const point = fc.tuple(fc.oneof(fc.integer({ min: -5, max: 60 }), fc.double()), fc.oneof(fc.double(), fc.integer()));
  property.prop([anyQuery, fc.array(point, { maxLength: 30 })])(
    'returns a timeline for any query over any points, or an error that identifies the unsupported feature',
    (query, points) => {
      try {
        const definition = monitor('metric alert', print(query));
        const metric = /[a-z]\w*\.\w+(?=\{)/.exec(definition.query)?.[0] ?? 'a.b';
        const { groups } = simulate(definition, sourceOf(seriesOfPoints(metric, points)), { to: 65, catalogue });
        for (const { changes } of groups) expect(changes.length).toBeLessThanOrEqual(66);
      } catch (error) {
        const isKnownError = [NotEvaluatedError, PointsError, NotationError].some((kind) => error instanceof kind);
        expect(isKnownError || error).toBe(true);
      }
    },
  );
});
