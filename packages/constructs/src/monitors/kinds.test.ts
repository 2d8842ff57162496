import { catalogue, series, validate } from '@himeshima/datadog-monitors';
import { declareMonitors } from '../monitoring/declare-monitors';
import { synthesizeMonitoring } from '../monitoring/synthesize-monitoring.fixture';
import {
  auditAlert,
  ciPipelinesAlert,
  ciTestsAlert,
  composite,
  type DeclaredMonitor,
  errorTrackingAlert,
  eventAlert,
  logAlert,
  metricAlert,
  rumAlert,
  serviceCheck,
  sloAlert,
  traceAnalyticsAlert,
} from './declare';
import { definitionOf as definitionIn } from './definition';
import type { MonitorProps } from './monitor-schema';
import { testMonitoring } from './monitoring.fixture';
import { simulated } from './simulate-declared';

const definitionOf = (monitor: DeclaredMonitor) => definitionIn(monitor, testMonitoring);

const props = { name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' } as const;

const alert = metricAlert({ ...props, id: 'a', query: 'sum(last_5m):sum:aws.iot.failure{*}.as_count() >= 3' });
const joined = composite({ ...props, id: 'b', query: 'a && !c' });
const burning = sloAlert({ ...props, id: 'c', query: 'error_budget("x").over("30d") > 75', warning: 50 });
const lines = logAlert({
  ...props,
  id: 'd',
  query: 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10',
  warning: 5,
});
const runs = serviceCheck({
  ...props,
  id: 'e',
  query: '"datadog.agent.up".over("*").by("host").last(4).count_by_status()',
  runs: { critical: 3, warning: 2, ok: 2, unknown: 4 },
});
const recovers = { warning: 5, criticalRecovery: 8 } as const;
const rolledUp = '.rollup("count").by("service").last("5m") > 10';
const searches = [
  eventAlert({ ...props, id: 'f', query: `events("status:error")${rolledUp}`, warning: 5 }),
  rumAlert({ ...props, ...recovers, id: 'g', query: `rum("@type:error")${rolledUp}` }),
  auditAlert({ ...props, ...recovers, id: 'h', query: `audits("@action:deleted")${rolledUp}` }),
  errorTrackingAlert({ ...props, ...recovers, id: 'i', query: `error-tracking("*").source("all")${rolledUp}` }),
  traceAnalyticsAlert({ ...props, ...recovers, id: 'j', query: `trace-analytics("status:error")${rolledUp}` }),
  ciPipelinesAlert({ ...props, ...recovers, id: 'k', query: `ci-pipelines("*")${rolledUp}` }),
  ciTestsAlert({
    ...props,
    ...recovers,
    id: 'l',
    query: `ci-tests("*")${rolledUp}`,
    settings: { enableSamples: true },
  }),
];

const kinds: readonly DeclaredMonitor[] = [alert, joined, burning, lines, runs, ...searches];

/** Compiles only if this kind of monitor lacks the property. */
type Lacks<Kind, Key extends string> = Key extends keyof Kind ? never : true;

describe('a declared monitor', () => {
  test.each(kinds.map((monitor) => [monitor.kind, monitor] as const))(
    '%s monitors are valid in Datadog',
    (_kind, monitor) => {
      expect(validate(definitionOf(monitor), catalogue)).toEqual([]);
    },
  );

  test('reads the critical threshold from the query, if the query contains a threshold', () => {
    expect(kinds.map((monitor) => definitionOf(monitor).thresholds.critical)).toEqual([
      3,
      undefined,
      75,
      10,
      3,
      ...searches.map(() => 10),
    ]);
  });

  test('permits only the properties of the kind of monitor', () => {
    const composites: Lacks<MonitorProps<'composite'>, 'warning' | 'settings' | 'critical' | 'onMissingData'> = true;
    const objectives: Lacks<MonitorProps<'slo alert'>, 'criticalRecovery' | 'settings' | 'onMissingData'> = true;
    const metrics: Lacks<MonitorProps<'metric alert'>, 'runs'> = true;
    expect([composites, objectives, metrics]).toEqual([true, true, true]);
    expect(definitionOf(joined)).toMatchObject({ evaluationDelaySeconds: undefined, newHostDelaySeconds: undefined });
  });

  const declareFlow = (...monitors: readonly DeclaredMonitor[]) => {
    const flow = [{ title: 'All', monitors }];
    return synthesizeMonitoring((stack) => void declareMonitors(stack, { ...testMonitoring, flow }));
  };

  test.each(searches.map((monitor) => [monitor.kind, monitor] as const))(
    '%s monitors become datadog_monitor, and evaluate to 0 without events',
    (kind, monitor) => {
      expect(declareFlow(monitor)).toMatchObject({
        problems: [],
        json: {
          resource: {
            datadog_monitor: { [monitor.id]: { type: kind, query: monitor.query, on_missing_data: 'default' } },
          },
        },
      });
    },
  );

  test('a service check can become unknown after a number of unknown runs', () => {
    expect(definitionOf(runs).checkCounts).toEqual({ ok: 2, unknown: 4 });
    expect(declareFlow(runs).json).toMatchObject({
      resource: { datadog_monitor: { e: { monitor_thresholds: { unknown: '4' } } } },
    });
  });

  const variable = (more: object = {}) => ({
    name: 'errors',
    data_source: 'rum',
    search: { query: '@type:error' },
    compute: { aggregation: 'count' },
    ...more,
  });
  const formula = (...variables: readonly ReturnType<typeof variable>[]) =>
    rumAlert({ ...props, id: 'm', query: 'formula("errors * 2").last("5m") > 10', variables: [...variables] });

  test('a monitor with a formula declares the queries of the formula, and can be simulated', () => {
    const monitor = formula(variable());
    expect(declareFlow(monitor)).toMatchObject({
      problems: [],
      json: { resource: { datadog_monitor: { m: { variables: { event_query: [{ name: 'errors' }] } } } } },
    });
    const run = simulated(monitor, testMonitoring, { series: [series('errors', '0 9')], minutes: 1 });
    expect(run.notifications.map(({ minute, transition }) => [minute, transition])).toEqual([[1, 'alert']]);
  });

  test('reports a formula that datadog_monitor does not support', () => {
    expect(declareFlow(formula(variable({ formula_ref: 'x' }))).problems).toEqual([
      'm: datadog_monitor does not support these variables; use datadogMonitor',
    ]);
  });

  test('a search can be simulated only over counts of its own source', () => {
    const monitor = eventAlert({ ...props, id: 'n', query: 'events("*").rollup("count").last("5m") > 1' });
    const run = (name: string) => simulated(monitor, testMonitoring, { series: [series(name, '0 9')], minutes: 1 });
    expect(run('events').notifications).toHaveLength(1);
    expect(() => run('logs')).toThrow('unknown metric logs');
  });

  test('a composite can be a draft, and has settings for missing data', () => {
    const both = composite({
      ...props,
      id: 'o',
      query: '1 && 2',
      draftStatus: 'draft',
      settings: { notifyNoData: true, noDataTimeframe: 20, timeoutH: 1 },
    });
    expect(definitionOf(both)).toMatchObject({ notifyNoData: true, noDataTimeframeMinutes: 20, timeoutHours: 1 });
    expect(declareFlow(both).json).toMatchObject({ resource: { datadog_monitor: { o: { draft_status: 'draft' } } } });
  });

  test('a monitor gets its priority and renotification from its severity', () => {
    const ticket = metricAlert({ ...props, id: 't', query: alert.query, severity: 'ticket' });
    expect(definitionOf(alert)).toMatchObject({ priority: 1, renotifyMinutes: 10, renotifyOccurrences: 12 });
    expect(definitionOf(joined)).toMatchObject({ priority: 1, renotifyMinutes: 10, renotifyOccurrences: 12 });
    expect(definitionOf(ticket)).toMatchObject({ priority: 3, renotifyMinutes: 1440, renotifyOccurrences: 5 });
  });

  test('sets notifyNoData to false and omits noDataTimeframeMinutes if onMissingData is set', () => {
    const { query } = alert;
    const notifying = metricAlert({ ...props, id: 'f', query, settings: { onMissingData: 'show_and_notify_no_data' } });
    expect(definitionOf(notifying)).toMatchObject({ notifyNoData: false, noDataTimeframeMinutes: undefined });
    expect(validate(definitionOf(notifying), catalogue)).toEqual([]);
  });
});
