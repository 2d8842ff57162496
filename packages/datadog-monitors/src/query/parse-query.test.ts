import { fc, test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { matches } from './matches';
import { parseMonitorQuery } from './monitor-query';
import { parseMetricQuery } from './parse-query';
import { print } from './print';
import { anyQuery, withoutPlaces } from './query.arbitrary';
import { excerpt, QueryError } from './query-error';
import { groupKeys, seriesIn, usesAsCount } from './walk';

const talkQuery = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';

describe('parseMetricQuery', () => {
  test('records the position of every token in a query', () => {
    const query = parseMetricQuery(talkQuery);
    expect(query.time).toMatchObject({
      aggregator: 'sum',
      column: 1,
      end: 13,
      window: { minutes: 5, column: 5, end: 12 },
    });
    expect(query.expression).toMatchObject({
      kind: 'series',
      aggregator: { text: 'sum', column: 14 },
      metric: { text: 'aws.states.executions_failed', column: 18, end: 46 },
      scope: { kind: 'all', column: 47 },
      modifiers: [{ name: 'as_count', column: 50 }],
    });
    expect(query.comparator).toMatchObject({ sign: '>=', column: 61 });
    expect(query.threshold).toEqual({ value: 1, column: 64, end: 65 });
  });

  // Source: docs.datadoghq.com/monitors/types/metric, docs.datadoghq.com/monitors/guide/change-alert,
  // docs.datadoghq.com/metrics/advanced-filtering, docs.datadoghq.com/dashboards/functions
  test.each([
    [talkQuery],
    ['avg(last_1h):avg:system.cpu.user{env:prod AND (service:a OR NOT service:b)} by {host,env} > 90.5'],
    ['max(last_4h):p95:http.latency{service:web-*,!env:dev} <= 0.25'],
    ['pct_change(avg(last_5m),1h_ago):sum:aws.lambda.errors{functionname IN (a,b)}.as_count() > -50'],
    ['change(sum(last_1d),1w_ago):avg:a.b{env NOT IN (dev,staging)} != 3'],
    ['sum(current_1d):sum:aws.lambda.errors{*}.as_count() > 100'],
    ['sum(last_5m):sum:a.b{*}.as_count() / (sum:a.c{x:y}.as_count() + 1) * 100 > 5'],
    ['avg(last_10m):default_zero(abs(diff(avg:a.b{*}.rollup(max, 60).fill(last, 300)))) < 1'],
    ["avg(last_1d):sum:a.b{*}.rollup(sum, daily, 'Asia/Tokyo').fill('last', 900) > 1"],
    ["avg(last_4h):anomalies(avg:a.b{*}, 'basic', 2, direction='both', interval=60) >= 1"],
    ['sum(last_15m):a.b{statemachinearn:arn:aws:states:ap-northeast-1:111122223333:statemachine:x} > 1e-7'],
    ['avg(last_5m):-avg:a.b{*} - -1 * 2 > 1'],
  ])('prints %s in canonical form', (text) => {
    const printed = print(parseMetricQuery(text));
    expect(print(parseMetricQuery(printed))).toBe(printed);
    expect(withoutPlaces(parseMetricQuery(printed).expression)).toEqual(
      withoutPlaces(parseMetricQuery(text).expression),
    );
  });

  test('prints a query in Datadog’s form unchanged', () => {
    expect(print(parseMetricQuery(talkQuery))).toBe(talkQuery);
    expect(print(parseMetricQuery('sum( last_5m ) :sum:a.b{x:y , z:w}by{q}.as_count()>=1'))).toBe(
      'sum(last_5m):sum:a.b{x:y,z:w} by {q}.as_count() >= 1',
    );
  });

  test.each([
    ['summ(last_5m):sum:a.b{*} > 1', 1, 'did you mean sum?'],
    ['sum(last_5):sum:a.b{*} > 1', 5, 'expected a window such as last_5m'],
    ['sum(last_0m):sum:a.b{*} > 1', 5, 'last_0m is empty'],
    ['sum(last_2000h):sum:a.b{*} > 1', 5, 'a window is at most 730 hours'],
    ['sum(current_2h):sum:a.b{*} > 1', 5, 'current_2h does not exist'],
    ['sum(last_5m)sum:a.b{*} > 1', 13, 'expected : after the time aggregation'],
    ['sum(last_5m):sum:a.b > 1', 21, 'a.b has no scope; use a.b{*}'],
    [
      'sum(last_5m):sun:a.b{*} > 1',
      14,
      'sun is not a space aggregation (avg, sum, min, max, count, p50, p75, p90, p95, p99); did you mean sum?',
    ],
    [
      'sum(last_5m):sum:a.b{env:a,b AND c:d} > 1',
      30,
      'AND and , cannot be mixed in one scope; use AND instead of , and NOT instead of !',
    ],
    ['sum(last_5m):sum:a.b{$env} > 1', 22, '$env is a template variable of dashboards'],
    ['sum(last_5m):sum:a.b{} > 1', 22, 'expected a tag such as env:prod, or *'],
    ['sum(last_5m):sum:a.b{:x} > 1', 22, ':x has no key before the colon'],
    ['sum(last_5m):sum:a.b{*} by {x:y} > 1', 29, '"by" accepts only tag keys, not x:y'],
    ['sum(last_5m):sum:a.b{*}.as_cuont() > 1', 25, 'did you mean as_count?'],
    ['sum(last_5m):sum:a.b{*}.rollup() > 1', 25, 'rollup accepts 1 to 3 arguments, not 0'],
    ['sum(last_5m):sum:a.b{*}.rollup(avg, -60) > 1', 37, 'rollup() requires a number of seconds above 0, not -60'],
    ['sum(last_5m):sum:a.b{*}.rollup(avg, 0) > 1', 37, 'rollup() requires a number of seconds above 0, not 0'],
    ['sum(last_5m):sum:a.b{*}.rollup(0) > 1', 32, 'rollup() requires a number of seconds above 0'],
    ['sum(last_5m):sum:a.b{*}.rollup(p95, 60) > 1', 32, 'rollup() does not accept p95 (avg, sum, min, max, count)'],
    ["sum(last_5m):rollup(sum:a.b{*}, 'summ', 60) > 1", 33, 'did you mean sum?'],
    ['sum(last_5m):sum:a.b{*}.fill(nope) > 1', 30, 'fill() does not accept nope (linear, last, zero, null)'],
    ['sum(last_5m):sum:a.b{*}.fill(last, 901) > 1', 36, 'fill() covers 0 to 900 seconds, not 901'],
    ['sum(last_5m):sum:a.b{*}.fill(last, -1) > 1', 36, 'not -1'],
    ['sum(last_5m):moving_rollup(sum:a.b{*}, 0, avg) > 1', 40, 'moving_rollup() requires a number of seconds above 0'],
    ['sum(last_5m):moving_rollup(sum:a.b{*}, 60, p95) > 1', 44, 'moving_rollup() does not accept p95'],
    ['avg(last_5m):5 > 5', 14, 'the query contains no metric'],
    ['avg(last_5m):abs(-(1 + 2)) > 5', 14, 'the query contains no metric'],
    ['sum(last_5m):absolute(sum:a.b{*}) > 1', 14, 'unknown function absolute'],
    ['sum(last_5m):defualt_zero(sum:a.b{*}) > 1', 14, 'did you mean default_zero?'],
    ['sum(last_5m):(sum:a.b{*}).as_count() > 1', 26, 'a modifier applies to one metric'],
    ['sum(last_5m):sum:a.b{*}', 24, 'expected a comparison (>, >=, <, <=, ==, !=), found the end'],
    ['sum(last_5m):sum:a.b{*} = 1', 25, 'expected a comparison'],
    ['sum(last_5m):sum:a.b{*} > x', 27, 'expected the threshold, a number'],
    ['sum(last_5m):sum:a.b{*} > 1 2', 29, 'expected the end of the query, found 2'],
    ['sum(last_5m):sum:a.b{*} # > 1', 25, 'unexpected character #'],
    ['change(avg(last_5m)):avg:a.b{*} > 1', 20, 'expected , before the shift'],
    [`sum(last_5m):${'('.repeat(500)}1 > 1`, 75, 'nested deeper than'],
    [`sum(last_5m):sum:a.b{${'('.repeat(500)}} > 1`, 73, 'nested deeper than'],
    [`sum(last_5m):1${'+1'.repeat(5000)} > 1`, 417, 'operations in a row'],
    [`${'x'.repeat(100_000)}`, 20_000, 'the query has 100000 characters'],
  ])('rejects %s at column %d: %s', (text, column, message) => {
    const error = failureOf(text);
    expect(error.message).toContain(message);
    expect(error.column).toBe(column);
  });

  property.prop([anyQuery])('parses a printed query back to the same query', (query) => {
    const { text: _, ...read } = parseMetricQuery(print(query));
    const { text: __, ...original } = query;
    expect(withoutPlaces(read)).toEqual(withoutPlaces(original));
  });

  property.prop([anyText({ maxLength: 60 })])('does not crash on arbitrary text', (text) => {
    refusesOrReads(text);
    refusesOrReads(`sum(last_5m):${text}`);
    refusesOrReads(`sum(last_5m):sum:a.b{${text}} > 1`);
  });

  const fragment = fc.constantFrom(
    'sum',
    '(',
    ')',
    'last_5m',
    ':',
    'a.b',
    '{',
    '}',
    '*',
    ' by ',
    ',',
    '.as_count()',
    '>',
    '= ',
    '1',
    '-',
    '/',
    ' AND ',
    ' NOT ',
    ' IN ',
    '!',
    "'",
    'abs(',
    '1h_ago',
    '.',
  );
  property.prop([fc.array(fragment, { maxLength: 40 })])(
    'does not crash on arbitrary sequences of valid tokens',
    (parts) => refusesOrReads(parts.join('')),
  );
});

describe('a parsed query', () => {
  const query = parseMetricQuery('sum(last_5m):sum:a.b{*} by {x,y}.as_count() / sum:a.c{*} by {x} > 1');

  test('has series, groups, and a flag for as_count()', () => {
    expect(seriesIn(query.expression).map(({ metric }) => metric.text)).toEqual(['a.b', 'a.c']);
    expect(groupKeys(query.expression)).toEqual(['x', 'y']);
    expect(usesAsCount(query.expression)).toBe(true);
    expect(usesAsCount(parseMetricQuery('sum(last_5m):sum:a.b{*} > 1').expression)).toBe(false);
  });
});

// Source: docs.datadoghq.com/metrics/advanced-filtering
describe('a scope', () => {
  const tags = { env: 'prod', service: 'web-store', host: 'i-123' };

  test.each([
    ['*', true],
    ['env:prod', true],
    ['env:PROD', true],
    ['env:dev', false],
    ['env', true],
    ['role', false],
    ['env:prod,service:web-*', true],
    ['env:prod,!service:web-*', false],
    ['service:*store', true],
    ['service:*e*b*s*', true],
    ['service:web-store*store', false],
    ['env:prod AND (service:x OR host:i-123)', true],
    ['NOT env:prod OR host:i-9', false],
    ['env IN (dev,prod)', true],
    ['env NOT IN (dev,prod)', false],
    ['role NOT IN (a)', true],
    ['host:i-*3 AND NOT role:*', true],
  ])('{%s} matches the series: %s', (text, expected) => {
    const [series] = seriesIn(parseMetricQuery(`sum(last_5m):sum:a.b{${text}} > 1`).expression);
    expect(series && matches(series.scope, tags)).toBe(expected);
  });
});

describe('parseMonitorQuery', () => {
  test('parses metric queries of both types', () => {
    expect(parseMonitorQuery('query alert', talkQuery).kind).toBe('metric');
    expect(() => parseMonitorQuery('metrics alert', talkQuery)).toThrow('metrics alert is not a type of monitor');
    expect(() => parseMonitorQuery('log alert', ' ')).toThrow('the query is empty');
  });
});

describe('excerpt', () => {
  test('puts a caret under the column', () => {
    expect(excerpt('sum(last_5m):sun:a.b{*} > 1', 14)).toBe('sum(last_5m):sun:a.b{*} > 1\n             ^');
  });

  test('shows only an excerpt of a long query around the column', () => {
    const [line = '', caret = ''] = excerpt(`${'a'.repeat(200)}X${'b'.repeat(200)}`, 201, 21).split('\n');
    expect(line).toBe(`…${'a'.repeat(9)}X${'b'.repeat(9)}…`);
    expect(line[caret.indexOf('^')]).toBe('X');
  });
});

function failureOf(text: string): QueryError {
  try {
    parseMetricQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

function refusesOrReads(text: string): void {
  try {
    print(parseMetricQuery(text));
  } catch (error) {
    expect(error).toBeInstanceOf(QueryError);
  }
}
