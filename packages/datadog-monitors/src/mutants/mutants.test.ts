import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { mutantsOf } from './mutants';

const definition = (query: string, options: object = {}, type = 'metric alert') =>
  readApiMonitor({ name: 'n', type, query, message: '', options });
const mutants = (query: string, options: object = {}, type = 'metric alert') =>
  mutantsOf(definition(query, options, type), catalogue);
const changes = (...of: Parameters<typeof mutants>) => mutants(...of).map(({ change }) => change);

const overSeries = (query: string) => changes(query).filter((change) => /over (the series|aws)/.test(change));

const failed = 'sum:aws.lambda.errors{functionname:power-on}';
const invoked = 'sum:aws.lambda.invocations{*}';
const counted = 'sum(last_5m):sum:aws.lambda.errors{*}.as_count()';

describe('mutantsOf', () => {
  test('changes every threshold, operator, window, aggregator and delay by one step', () => {
    expect(changes(`${counted} >= 20`, { evaluation_delay: 900 })).toEqual([
      '>= 18 instead of >= 20',
      '>= 22 instead of >= 20',
      '> 20 instead of >= 20',
      'last_1m instead of last_5m',
      'last_10m instead of last_5m',
      'max instead of sum over the window',
      'max instead of sum over the series',
      'a delay of 600 s instead of 900 s',
      'a delay of 1200 s instead of 900 s',
    ]);
  });

  test('changes recovery and warning thresholds, but never to values that Datadog would reject', () => {
    const thresholds = { critical: 0.5, critical_recovery: 0.45, warning: 0.3, warning_recovery: 0.3 };
    const found = changes('avg(last_1h):avg:aws.lambda.duration{*} > 0.5', { thresholds });
    expect(found).toEqual([
      '> 0.45 instead of > 0.5',
      '> 0.55 instead of > 0.5',
      '>= 0.5 instead of > 0.5',
      'last_30m instead of last_1h',
      'last_120m instead of last_1h',
      'max instead of avg over the window',
      'max instead of avg over the series',
      'min instead of avg over the series',
      'warning threshold 0.33 instead of 0.3',
      'recovery threshold 0.405 instead of 0.45',
      'recovery threshold 0.495 instead of 0.45',
      'warning recovery threshold 0.27 instead of 0.3',
    ]);
  });

  test('omits equivalent changes: if the first event alerts, sum equals max', () => {
    expect(changes(`${counted} >= 1`)).toContain('min instead of sum over the window');
    expect(changes(`${counted} > 0`)).not.toContain('max instead of sum over the window');
    expect(overSeries(`${counted} > 0`)).toEqual(['avg instead of sum over the series']);
    expect(overSeries('max(last_5m):max:aws.lambda.errors{*}.as_count() >= 1')).toEqual([
      'avg instead of max over the series',
    ]);
  });

  test('changes sum and max if the values may be fractions, because two halves add up to 1', () => {
    expect(overSeries('max(last_5m):max:aws.lambda.duration.maximum{*} >= 1')).toContain(
      'sum instead of max over the series',
    );
    expect(overSeries('sum(last_5m):sum:aws.lambda.duration{*} >= 1')).toEqual(['max instead of sum over the series']);
  });

  test('replaces a space aggregator with the aggregators whose results are next larger and next smaller', () => {
    const of = (aggregator: string) => overSeries(`max(last_5m):${aggregator}aws.lambda.duration.maximum{*} >= 8000`);
    expect(of('max:')).toEqual(['sum instead of max over the series', 'avg instead of max over the series']);
    expect(of('min:')).toEqual(['avg instead of min over the series']);
    expect(of('')).toEqual(of('avg:'));
    expect(of('count:')).toEqual([]);
  });

  test('identifies the series with the changed space aggregator if a query has several series', () => {
    const share = `(${failed} / (${invoked} + 50))`;
    expect(overSeries(`sum(last_5m):${share} >= 1`)).toEqual([
      'max instead of sum over aws.lambda.errors{functionname:power-on}',
      'max instead of sum over aws.lambda.invocations{*}',
    ]);
    const [first] = mutants(`sum(last_5m):${share} >= 1`).filter(({ change }) => change.includes('over aws'));
    const original = definition(`sum(last_5m):${share} >= 1`);
    expect(first?.apply(original).query).toBe(`sum(last_5m):max${failed.slice(3)} / (${invoked} + 50) >= 1`);
  });

  test('does not change the space aggregator if the query groups by all tags of the metric', () => {
    const oldest = 'max(last_5m):max:aws.sqs.approximate_age_of_oldest_message{*}';
    expect(overSeries(`${oldest} by {queuename} >= 60`)).toEqual([]);
    expect(overSeries(`${oldest} >= 60`)).toHaveLength(2);
  });

  test('removes one grouping tag from all series', () => {
    const by = ' by {functionname,region}';
    const query = (groups: string) => `sum(last_5m):${failed}${groups} / ${invoked}${groups} >= 0.5`;
    const found = mutants(query(by)).filter(({ change }) => change.includes('by {'));
    expect(found.map(({ change }) => change)).toEqual([
      'by {region} instead of by {functionname,region}',
      'by {functionname} instead of by {functionname,region}',
    ]);
    expect(found[0]?.apply(definition(query(by))).query).toBe(query(' by {region}'));
    expect(changes(query(' by {region}'))).toContain('one group instead of by {region}');
  });

  test('changes the threshold in both the query and the options of a monitor', () => {
    const original = definition(`${counted} >= 20`, { thresholds: { critical: 20 }, evaluation_delay: 900 });
    const [first] = mutantsOf(original, catalogue);
    expect(first?.apply({ ...original, renotifyMinutes: 5 })).toEqual({
      ...original,
      query: `${counted} >= 18`,
      thresholds: { ...original.thresholds, critical: 18 },
      renotifyMinutes: 5,
    });
  });

  test('changes an operator of a composite, or removes a negation', () => {
    expect(changes('a && !(b || c)', {}, 'composite')).toEqual([
      'a || !(b || c) instead of a && !(b || c)',
      'a && (b || c) instead of a && !(b || c)',
      'a && !(b && c) instead of a && !(b || c)',
    ]);
  });

  test('changes the threshold or the operator of a burn rate', () => {
    const query = 'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 14.4';
    expect(changes(query, {}, 'slo alert')).toEqual([
      '> 12.96 instead of > 14.4',
      '> 15.84 instead of > 14.4',
      '>= 14.4 instead of > 14.4',
    ]);
  });

  test('returns no mutants for service checks and unevaluated monitors', () => {
    const check = '"aws.status".over("*").by("host").last(4).count_by_status()';
    expect(changes(check, { thresholds: { critical: 3 } }, 'service check')).toEqual([]);
    expect(changes('logs("a").index("*").rollup("count").last("5m") > 1', {}, 'log alert')).toEqual([]);
  });
});

describe('the missing test', () => {
  test.each([
    [
      '>= 20',
      '>= 18',
      'no test distinguishes >= 20 from >= 18: add a test in which the value is 18 and the monitor stays OK',
    ],
    [
      '>= 20',
      '>= 22',
      'no test distinguishes >= 20 from >= 22: add a test in which the value is 20 and the monitor alerts',
    ],
    [
      '> 20',
      '> 18',
      'no test distinguishes > 20 from > 18: add a test in which the value is 20 and the monitor stays OK',
    ],
    [
      '> 20',
      '> 22',
      'no test distinguishes > 20 from > 22: add a test in which the value is 22 and the monitor alerts',
    ],
    [
      '< 20',
      '< 18',
      'no test distinguishes < 20 from < 18: add a test in which the value is 18 and the monitor alerts',
    ],
    [
      '<= 20',
      '<= 22',
      'no test distinguishes <= 20 from <= 22: add a test in which the value is 22 and the monitor stays OK',
    ],
    [
      '>= 20',
      '> 20',
      'no test distinguishes >= from >: add a test in which the value is exactly 20 and the monitor alerts',
    ],
    [
      '< 20',
      '<= 20',
      'no test distinguishes < from <=: add a test in which the value is exactly 20 and the monitor stays OK',
    ],
  ])('describes the missing test for %s and its mutant %s', (original, mutated, missing) => {
    const found = mutants(`${counted} ${original}`).find(({ change }) => change.startsWith(`${mutated} instead`));
    expect(found?.missing).toBe(missing);
  });
});
