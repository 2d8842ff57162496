import { type MonitorDefinition, readApiMonitor } from '@himeshima/datadog-monitors';
import type { Objective } from '../datadog/live-monitor';
import { createMetricStore } from '../metrics';
import { memoryStore } from '../store';
import { createMonitorViews } from './monitor-views';

const minute = 60_000;
const start = 29_000_000;

/** Returns views of monitors over metrics, with the values of consecutive minutes. */
function viewsOf(
  monitors: Readonly<Record<string, MonitorDefinition>>,
  recorded: Readonly<Record<string, readonly number[]>>,
  objectives: Readonly<Record<string, Objective>> = {},
) {
  const metrics = createMetricStore(memoryStore());
  for (const [metric, values] of Object.entries(recorded))
    for (const [index, value] of values.entries())
      metrics.record({ metric, tags: {}, value, at: (start + index) * minute });
  const parts = {
    monitors: {
      declarations: () => ({
        monitors: new Map(Object.entries(monitors)),
        objectives: new Map(Object.entries(objectives)),
      }),
      unsupported: () => new Map(),
      states: () => [{ id: 'errors', groups: [{ group: '*', state: 'Alert' }] }],
    },
    metrics,
    clock: { now: () => (start + 31) * minute },
  };
  return createMonitorViews({
    parts,
    project: '/nowhere',
    evaluationDelaySeconds: 0,
    search: () => [],
    placeOf: () => undefined,
  });
}

const errors = readApiMonitor({
  name: 'errors',
  type: 'query alert',
  query: 'sum(last_1m):sum:a.errors{*}.as_count() >= 3',
  message: 'Errors {{value}} @slack-shop',
  tags: ['severity:page'],
  options: { thresholds: { critical: 3, warning: 2 } },
});
const series = { 'a.errors': [0, 3, 0, 5, 5, 0, ...Array.from({ length: 25 }, () => 0)] };

describe('the views of monitors', () => {
  test('summarize the state, the severity and the recipients', () => {
    expect(viewsOf({ errors }, series).list().monitors).toEqual([
      expect.objectContaining({ id: 'errors', state: 'Alert', severity: 'page', handles: ['@slack-shop'] }),
    ]);
  });

  test('show values, states and alerts on the recorded metrics', () => {
    const { timeline, adjustable } = viewsOf({ errors }, series).get('errors');
    expect(timeline).toMatchObject({ from: start, threshold: 3, warning: 2 });
    expect(timeline.alerts.map(({ from }) => Date.parse(from) / minute - start)).toEqual([1, 3]);
    expect(adjustable).toEqual({ threshold: 3, windowMinutes: 1, delaySeconds: 0 });
  });

  test('list the alerts that a change adds or removes', () => {
    const { added, removed } = viewsOf({ errors }, series).whatIf('errors', { threshold: 4 });
    expect([added, removed.map(({ from }) => Date.parse(from) / minute - start)]).toEqual([[], [1]]);
  });

  test('say why a change is invalid', () => {
    expect(viewsOf({ errors }, series).whatIf('errors', { threshold: 1 })).toMatchObject({
      reason: expect.stringContaining('warning'),
      added: [],
    });
  });

  test('say that no data has been recorded', () => {
    expect(viewsOf({ errors }, {}).get('errors').timeline.reason).toBe('no data has been recorded yet');
  });

  const burnRate = readApiMonitor({
    name: 'burn rate',
    type: 'slo alert',
    query: 'burn_rate("stored").over("30d").long_window("1h").short_window("5m") > 14.4',
    message: '',
    options: { thresholds: { critical: 14.4 } },
  });
  const stored: Objective = {
    type: 'metric',
    targets: new Map([[30, 99]]),
    events: { good: 'sum:a.good{*}.as_count()', total: 'sum:a.good{*}.as_count() + sum:a.lost{*}.as_count()' },
  };

  test('compute the error budget from the whole expressions of an SLO', () => {
    const recorded = { 'a.good': [100, 99, 0], 'a.lost': [0, 1, 0] };
    const { budget, timeline } = viewsOf({ burnRate }, recorded, { stored }).get('burnRate');
    expect(budget).toMatchObject({ target: 99, days: 30, good: 199, total: 200 });
    expect(budget?.remainingPercent).toBeCloseTo(50);
    expect(timeline).toMatchObject({ threshold: 14.4, series: [{ group: '*' }] });
  });

  const counted = (metric: string) =>
    readApiMonitor({
      name: metric,
      type: 'query alert',
      query: `sum(last_1m):sum:${metric}{*}.as_count() >= 3`,
      message: '',
      options: { thresholds: { critical: 3 } },
    });
  const compositeOf = (query: string) =>
    readApiMonitor({ name: 'both', type: 'composite', query, message: '', options: {} });

  test('show the states of a composite and of its members, and say why its values cannot be changed', () => {
    const both = { errors: counted('a.errors'), lost: counted('a.lost'), both: compositeOf('errors && lost') };
    const lost = Array.from({ length: 31 }, (_, index) => (index >= 3 && index <= 4 ? 9 : 0));
    const { timeline, adjustable, fixed } = viewsOf(both, { ...series, 'a.lost': lost }).get('both');
    const since = (moment = '') => Date.parse(moment) / minute - start;
    expect(timeline.alerts.map(({ from, to }) => [since(from), since(to)])).toEqual([[3, 5]]);
    expect(timeline.series).toMatchObject([{ group: '*', points: [] }]);
    expect(timeline.members.map(({ id }) => id)).toEqual(['errors', 'lost']);
    expect(timeline.members[1]?.states.map(([at, state]) => [at - start, state])).toEqual([
      [0, 'OK'],
      [3, 'Alert'],
      [5, 'OK'],
    ]);
    expect(adjustable).toEqual({});
    expect(fixed).toContain('change those of its members');
  });

  test('say which member of a composite prevents its timeline', () => {
    const monitors = { errors: counted('a.errors'), both: compositeOf('errors && other') };
    expect(viewsOf(monitors, series).get('both').timeline.reason).toMatch(/other.*not declared/);
  });

  test('list the alerts that another burn rate adds for an SLO', () => {
    const recorded = { 'a.good': Array.from({ length: 31 }, () => 95), 'a.lost': Array.from({ length: 31 }, () => 5) };
    const views = viewsOf({ burnRate }, recorded, { stored });
    expect(views.get('burnRate')).toMatchObject({ adjustable: { threshold: 14.4 }, timeline: { alerts: [] } });
    const { query, added, removed } = views.whatIf('burnRate', { threshold: 4 });
    expect(query).toContain('> 4');
    expect([added, removed]).toMatchObject([[{ group: '*' }], []]);
    expect(viewsOf({ burnRate }, recorded).get('burnRate').timeline.reason).toContain('no such SLO');
  });

  test('say why a log monitor has no timeline', () => {
    const logs = readApiMonitor({
      name: 'logs',
      type: 'log alert',
      query: 'logs("error").index("*").rollup("count").last("5m") > 3',
      message: '',
      options: { thresholds: { critical: 3 } },
    });
    expect(viewsOf({ logs }, series).get('logs')).toMatchObject({
      fixed: 'the local runtime does not evaluate a log alert monitor',
      timeline: { reason: expect.stringContaining('a log alert monitor') },
    });
  });

  test('reject an unknown monitor', () => {
    expect(() => viewsOf({}, {}).get('x')).toThrow('Monitor x not found');
  });
});
