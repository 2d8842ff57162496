import { catalogue, validate } from '@himeshima/datadog-monitors';
import { composite, type DeclaredMonitor, logAlert, metricAlert, serviceCheck, sloAlert } from './declare';
import { definitionOf as definitionIn } from './definition';
import type { MonitorProps } from './monitor-schema';
import { testMonitoring } from './monitoring.fixture';

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
  runs: { critical: 3, warning: 2, ok: 2 },
});

const kinds: readonly DeclaredMonitor[] = [alert, joined, burning, lines, runs];

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
    expect(kinds.map((monitor) => definitionOf(monitor).thresholds.critical)).toEqual([3, undefined, 75, 10, 3]);
  });

  test('permits only the properties of the kind of monitor', () => {
    const composites: Lacks<MonitorProps<'composite'>, 'warning' | 'settings' | 'critical' | 'onMissingData'> = true;
    const objectives: Lacks<MonitorProps<'slo alert'>, 'criticalRecovery' | 'settings' | 'onMissingData'> = true;
    const metrics: Lacks<MonitorProps<'metric alert'>, 'runs'> = true;
    expect([composites, objectives, metrics]).toEqual([true, true, true]);
    expect(definitionOf(joined)).toMatchObject({ evaluationDelaySeconds: undefined, newHostDelaySeconds: undefined });
  });

  test('a monitor gets its priority and renotification from its severity', () => {
    const ticket = metricAlert({ ...props, id: 't', query: alert.query, severity: 'ticket' });
    expect(definitionOf(alert)).toMatchObject({ priority: 1, renotifyMinutes: 10, renotifyOccurrences: 12 });
    expect(definitionOf(joined)).toMatchObject({ priority: 1, renotifyMinutes: 10, renotifyOccurrences: 12 });
    expect(definitionOf(ticket)).toMatchObject({ priority: 3, renotifyMinutes: 1440, renotifyOccurrences: 5 });
  });

  test('sets notifyNoData to false and omits noDataTimeframeMinutes if onMissingData is set', () => {
    const { query } = alert;
    const telling = metricAlert({ ...props, id: 'f', query, settings: { onMissingData: 'show_and_notify_no_data' } });
    expect(definitionOf(telling)).toMatchObject({ notifyNoData: false, noDataTimeframeMinutes: undefined });
    expect(validate(definitionOf(telling), catalogue)).toEqual([]);
  });
});
