import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testCatalogue } from './evaluate/monitor.fixture';
import { readApiMonitor } from './monitor/read-monitor';
import { readDowntimeSchedule } from './routing/downtime-schedule';
import { series, sourceOf, type TestSeries } from './series/series';
import { simulate } from './simulate/simulate';
import { simulateSlo } from './simulate/simulate-slo';
import type { SimulationOptions } from './simulate/simulation-options';

const page = readFileSync(join(__dirname, '..', 'docs', 'evaluation.md'), 'utf8');
const rules = page.split('\n').filter((line) => /^\| (?!Rule|-)/.test(line));
const cited = Array.from(page.matchAll(/\| `([\w./-]+\.test\.ts)`: (.+?) +\|$/gm), ([, file = '', title = '']) => ({
  file,
  title,
}));
const quoted = [...new Set(Array.from(page.matchAll(/assumed: "(.+?)"/g), ([, text = '']) => text))];

interface Scenario {
  readonly type?: string;
  readonly query: string;
  readonly options?: object;
  readonly series?: readonly TestSeries[];
  readonly run?: Partial<SimulationOptions>;
}

/** Returns the assumptions of a short simulation. */
function assumedBy({ type = 'query alert', query, options = {}, series: all = [], run = {} }: Scenario) {
  const definition = readApiMonitor({ name: 'n', type, query, options });
  const settings = { to: 5, catalogue: testCatalogue, ...run };
  const source = sourceOf(...all);
  if (type !== 'slo alert') return simulate(definition, source, settings).assumed;
  const slo = { target: 99, good: 'sum:t.count{*}.as_count()', total: 'sum:t.count{*}.as_count()' };
  return simulateSlo(definition, slo, source, settings).assumed;
}

const gauge = [series('t.gauge', '1x6')];
const gaugesByHost = ['a', 'b', 'c'].map((host) => series(`t.gauge{host:${host}}`, '1x6'));
const over = (query: string, more: Partial<Scenario> = {}): Scenario => ({ query, series: gauge, ...more });
const logs = (query: string, more: Partial<Scenario> = {}): Scenario => ({ type: 'log alert', query, ...more });
const counted = (rest: string) => `logs("*")${rest}.last("5m") > 1`;
const check = (options: object, runs = '0'): Scenario => ({
  type: 'service check',
  query: '"a.up".over("*").by("host").last(4).count_by_status()',
  options,
  series: [series('a.up{host:a}', runs)],
});
const variable = { name: 'a', data_source: 'logs', search: { query: '*' }, compute: { aggregation: 'count' } };
const metric = { name: 'a', data_source: 'metrics', query: 'avg:t.gauge{*}' };
const muted = (schedule: object, scope = '*') =>
  over('avg(last_1m):avg:t.gauge{*} > 1', {
    run: {
      // 2026-10-25, on which the clocks change in Berlin
      start: Date.parse('2026-10-25T00:00Z') / 60_000,
      downtimes: [readDowntimeSchedule('d', { scope, schedule })],
    },
  });
const weekly = { timezone: 'Europe/Berlin', recurrences: [{ rrule: 'FREQ=DAILY', duration: '12h' }] };

/** Simulation that makes each assumption of docs/evaluation.md. */
const scenarios: Readonly<Record<string, Scenario>> = {
  'is rounded up to': over('avg(last_1m):avg:t.gauge{*} > 1', { options: { evaluation_delay: 90 } }),
  'at minutes divisible by': over('avg(last_1d):avg:t.gauge{*} > 1'),
  'one point per minute (pointMinutes)': over('max(last_4h):avg:t.gauge{*} > 1'),
  'includes its whole first bucket': over('max(last_5m):sum:t.gauge{*}.rollup(sum, 300) > 1'),
  '(interpolation)': over('max(last_5m):sum:t.gauge{*} > 1', { series: gaugesByHost }),
  '(fillLimitSeconds)': over('max(last_5m):sum:t.gauge{*}.fill(last) > 1'),
  'weighted() weights every series by its number of points': over('avg(last_5m):avg:t.gauge{*}.weighted() > 1'),
  'from sketches, within 1%': over('avg(last_5m):p95:t.latency{*} > 1'),
  'default() sets its value for every minute without a point': over('avg(last_5m):default(avg:t.gauge{*}, 1) > 1'),
  'compares two series only in minutes': over(`avg(last_5m):outliers(avg:t.gauge{*} by {host}, 'MAD', 3) > 0`, {
    series: gaugesByHost,
  }),
  'expects the quantiles': over(`avg(last_5m):anomalies(avg:t.gauge{*}, 'basic', 2) >= 1`, {
    run: { assumptions: { anomalies: { windowMinutes: 2, quantile: 0.8 } } },
  }),
  'the trigger window determines when an anomaly ends': over(
    `avg(last_5m):anomalies(avg:t.gauge{*}, 'basic', 2) >= 1`,
    { run: { assumptions: { anomalies: { windowMinutes: 2, quantile: 0.8 } } } },
  ),
  '(lookbackMinutes)': over('max(last_5m):diff(sum:t.gauge{*}) > 1'),
  'uses the weight 2 / (span + 1)': over('max(last_5m):ewma_5(sum:t.gauge{*}) > 1'),
  'no_data_timeframe is twice the window': over('avg(last_5m):avg:t.gauge{*} > 1', {
    options: { notify_no_data: true },
  }),
  'no_data_timeframe of a check is 24 h': check({ notify_no_data: true }),
  'a group is dropped after': over('avg(last_5m):avg:t.gauge{*} > 1', { run: { to: 1600 } }),
  'every group is new at its first point': over('avg(last_5m):avg:t.gauge{*} by {host} > 1'),
  'has no start': muted(weekly),
  'although the clocks change': muted(weekly),
  'so it does not mute a monitor without groups': muted({ start: null, end: null }, 'env:prod'),
  'new_group_delay does not delay a check': check({ new_group_delay: 60 }),
  'evaluation_delay does not delay a check': check({ evaluation_delay: 60 }),
  'a group in the state UNKNOWN has no data': check({ thresholds: { unknown: 1 } }, '3 3'),
  'UNKNOWN runs do not change the state': check({}, '3 3'),
  'contains only the given points': over('burn_rate("x").over("30d").long_window("1h").short_window("5m") > 5', {
    type: 'slo alert',
    series: [series('t.count', '1x6')],
  }),
  'the given events are only those of the index': logs(counted('.index("main").rollup("count")')),
  'unique values are counted exactly': logs(counted('.index("*").rollup("cardinality", "@user")')),
  'Datadog evaluates at most': logs(counted('.index("*").rollup("count").by("host")'), {
    series: Array.from({ length: 1001 }, (_, at) => series(`logs{host:h${at}}`, '1')),
  }),
  'evaluated as 0 only if no other group has events': logs(
    'logs("*").index("*").rollup("count").by("host").last("5m") < 1',
  ),
  'only those that source(), new() and impact() select': {
    type: 'error-tracking alert',
    query: 'error-tracking("*").source("browser").new().rollup("count").by("@issue.id").last("1d") > 1',
  },
  'a variable of a formula is 0 if no event matches': logs('formula("a").last("5m") > 1', {
    options: { variables: [variable] },
  }),
  'is calculated once for the whole window': logs('formula("a").rollup("sum").last("5m") > 1', {
    options: { variables: [variable] },
  }),
  'its interval has no effect': logs('formula("a").last("5m") > 1', {
    options: { variables: [{ ...variable, compute: { aggregation: 'count', interval: 60_000 } }] },
  }),
  'calculated point by point': over('formula("a").last("5m") > 1', { options: { variables: [metric] } }),
  'variables are aggregated over the window before the formula is calculated': over('formula("a").last("5m") > 1', {
    options: { variables: [{ ...metric, aggregator: 'last' }] },
  }),
};

describe('docs/evaluation.md', () => {
  test('cites a test for every rule', () => {
    expect(rules.length).toBeGreaterThan(80);
    expect(cited).toHaveLength(rules.length);
  });

  test('describes behavior as documented, assumed or not evaluated', () => {
    const behaviors = rules.map((line) => line.split('|')[3]?.trim() ?? '');
    const others = behaviors.filter((text) => !/^as documented|assumed: "|^not evaluated/.test(text));
    expect(others).toEqual([]);
  });

  test.each(cited)('$file contains "$title"', ({ file, title }) => {
    expect(readFileSync(join(__dirname, file), 'utf8')).toContain(title);
  });

  test('quotes only assumptions that a simulation lists', () => {
    expect(quoted.toSorted()).toEqual(Object.keys(scenarios).toSorted());
  });

  test.each(Object.entries(scenarios))('lists the assumption "%s"', (text, scenario) => {
    expect(assumedBy(scenario)).toContainEqual(expect.stringContaining(text));
  });
});
