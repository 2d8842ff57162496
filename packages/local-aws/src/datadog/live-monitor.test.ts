import { type MonitorDefinition, readTerraformMonitor } from '@himeshima/datadog-monitors';
import { findMissingMetric } from '../emitted-metrics';
import { stopped } from '../stopped-platform.fixture';
import type { Objective } from './live-monitor';
import { createMonitors } from './monitor-evaluation';

const minuteMilliseconds = 60_000;

const anomaly = readTerraformMonitor({
  name: 'unusual',
  type: 'query alert',
  query: "avg(last_4h):anomalies(avg:aws.lambda.duration{*}, 'basic', 2) >= 1",
  message: 'x',
  monitor_thresholds: { critical: '1' },
});

const composite = readTerraformMonitor({
  name: 'both',
  type: 'composite',
  query: 'failing && busy',
  message: '{{a.value}} failed of {{b.value}} {{#is_alert}}@slack-oncall{{/is_alert}}',
  priority: '1',
});

const counted = (metric: string) =>
  readTerraformMonitor({
    name: metric,
    type: 'query alert',
    query: `sum(last_1m):sum:${metric}{*}.as_count() >= 3`,
    message: metric,
    monitor_thresholds: { critical: '3' },
    require_full_window: false,
  });

const sloAlert = (query: string) =>
  readTerraformMonitor({
    name: 'budget',
    type: 'slo alert',
    query,
    message: '{{value}} @slack-dev',
    require_full_window: false,
  });

const succeeded: Objective = {
  type: 'metric',
  targets: new Map([[30, 90]]),
  events: {
    good: 'sum:aws.states.executions_succeeded{*}.as_count()',
    total: 'sum:aws.states.executions_succeeded{*}.as_count() + sum:aws.states.executions_failed{*}.as_count()',
  },
};

/**
 * Starts the monitors. Returns two functions: one advances the clock, and the other returns a monitor's printed lines,
 * such as `03:00 OK → Alert`.
 */
function running(monitors: Readonly<Record<string, MonitorDefinition>>, objective: Objective = succeeded) {
  const parts = stopped();
  const live = createMonitors({ ...parts, evaluationDelaySeconds: 0, findMissingMetric });
  for (const [id, definition] of Object.entries(monitors)) live.declare(id, definition);
  live.declareObjective('commands', objective);
  live.start(async () => []);
  const { emitted, clock, metrics } = parts;
  const tags = { statemachinearn: 'power-command' };
  const count = (name: string, value: number) =>
    metrics.record({ metric: `aws.states.${name}`, tags, value, at: clock.now() });
  return {
    ...parts,
    monitors: live,
    /** Advances the clock by a number of minutes and records the given numbers of executions in each minute. */
    async minutes(number: number, { failed, good }: { failed?: number; good?: number }) {
      for (let minute = 0; minute < number; minute += 1) {
        if (failed !== undefined) count('executions_failed', failed);
        if (good !== undefined) count('executions_succeeded', good);
        await clock.advance(minuteMilliseconds);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
    notes: () => emitted.flatMap((event) => (event.kind === 'note' ? [event.text] : [])),
    saidOf: (id: string) =>
      emitted.flatMap((event) => {
        if (event.kind === 'monitor-message' && event.monitor === id) return [`${event.title}: ${event.text}`];
        if (event.kind !== 'monitor' || event.monitor !== id) return [];
        return [`${event.from} → ${event.to}${event.handles.map((handle) => ` ${handle}`).join('')}`];
      }),
  };
}

describe('a composite monitor', () => {
  const parts = { failing: counted('aws.states.executions_failed'), busy: counted('aws.states.executions_succeeded') };

  test('a composite monitor alerts when both members alert, prints a notification, and recovers when the first member recovers', async () => {
    const { minutes, saidOf, monitors } = running({ ...parts, both: composite });
    await minutes(2, { failed: 4, good: 1 });
    expect(saidOf('failing')).toHaveLength(2);
    expect(saidOf('both')).toEqual([]);
    await minutes(2, { failed: 4, good: 9 });
    await minutes(1, { failed: 0, good: 9 });
    expect(saidOf('both')).toEqual([
      'OK → Alert @slack-oncall',
      '[P1 Triggered] both: 4 failed of 9 @slack-oncall',
      'Alert → OK',
      '[P1 Recovered] both: 0 failed of 9',
    ]);
    monitors.stop();
  });

  test('a composite monitor has no state until all its members have a state', async () => {
    const { minutes, monitors } = running({ ...parts, both: composite });
    const groupsOf = () => monitors.states().find(({ id }) => id === 'both')?.groups;
    await minutes(2, { failed: 4 });
    expect(groupsOf()).toEqual([]);
    await minutes(2, { failed: 4, good: 1 });
    expect(groupsOf()).toEqual([{ group: '*', state: 'OK' }]);
    monitors.stop();
  });

  test('evaluates a composite monitor after its members, regardless of declaration order', async () => {
    const { minutes, saidOf, monitors } = running({ both: composite, ...parts });
    await minutes(1, { failed: 4, good: 9 });
    expect(saidOf('both')).toHaveLength(2);
    monitors.stop();
  });

  test('at startup, reports a composite monitor if a member does not exist or is not evaluated', () => {
    const { notes, monitors } = running({
      failing: parts.failing,
      busy: anomaly,
      both: composite,
      alone: { ...composite, query: 'failing && gone' },
    });
    expect(notes()).toEqual([
      expect.stringMatching(/^monitor busy is not evaluated: anomalies/),
      'monitor both is not evaluated: the member busy is not evaluated',
      'monitor alone is not evaluated: unknown monitor gone',
    ]);
    monitors.stop();
  });
});

describe('an SLO alert', () => {
  const burns = sloAlert('burn_rate("commands").over("30d").long_window("1h").short_window("5m") > 2');

  // if half of all events fail, a target of 90% has a burn rate of 5
  test('an SLO alert fires only if the burn rate is too high in both windows, and recovers when the rate falls in the short window', async () => {
    const { minutes, saidOf, monitors } = running({ burns });
    await minutes(60, { failed: 0, good: 10 });
    await minutes(10, { failed: 5, good: 5 });
    expect(saidOf('burns')).toEqual([]);
    await minutes(20, { failed: 5, good: 5 });
    expect(saidOf('burns')).toEqual(['OK → Alert @slack-dev', '[Triggered] budget: 2.08333 @slack-dev']);
    await minutes(10, { failed: 0, good: 10 });
    expect(saidOf('burns').slice(2)).toEqual(['Alert → OK @slack-dev', '[Recovered] budget: 2 @slack-dev']);
    monitors.stop();
  });

  test('an SLO alert does not fire without events, and keeps its state when events stop', async () => {
    const { minutes, saidOf, monitors } = running({ burns });
    await minutes(5, {});
    expect(monitors.states()).toEqual([{ id: 'burns', groups: [] }]);
    await minutes(5, { failed: 5, good: 5 });
    await minutes(20, {});
    expect(saidOf('burns')).toHaveLength(2);
    expect(monitors.states()).toEqual([{ id: 'burns', groups: [{ group: '*', state: 'Alert' }] }]);
    monitors.stop();
  });

  test('calculates an error budget from the available metrics, and reports at startup that the metrics are incomplete', async () => {
    const { minutes, saidOf, notes, monitors } = running({
      gone: sloAlert('error_budget("commands").over("30d") > 75'),
    });
    expect(notes()).toEqual(['gone: windows are longer than the 28 h for which metrics are kept']);
    await minutes(31, { failed: 1, good: 9 });
    expect(saidOf('gone')).toEqual(['OK → Alert @slack-dev', '[Triggered] budget: 100 @slack-dev']);
    monitors.stop();
  });

  test('at startup, reports an SLO alert if its SLO does not exist or does not count events', () => {
    const unknown = sloAlert('burn_rate("comands").over("30d").long_window("1h").short_window("5m") > 2');
    const week = sloAlert('error_budget("commands").over("7d") > 75');
    const { notes, monitors } = running({ unknown, week });
    expect(notes()).toEqual([
      'monitor unknown is not evaluated: no such SLO: comands; did you mean commands?',
      'monitor week is not evaluated: the SLO commands has no 7-day target',
    ]);
    monitors.stop();
    const other = running({ burns }, { ...succeeded, type: 'monitor', events: undefined });
    expect(other.notes()).toEqual([
      'monitor burns is not evaluated: the SLO commands has the type monitor; only metric SLOs are evaluated',
    ]);
    other.monitors.stop();
  });

  test('an SLO alert loses its state when the SLO changes', async () => {
    const { minutes, monitors } = running({ burns, failing: counted('aws.states.executions_failed') });
    await minutes(5, { failed: 5, good: 5 });
    const objectives = new Map([['commands', { ...succeeded, targets: new Map([[30, 50]]) }]]);
    const same = new Map([
      ['burns', burns],
      ['failing', counted('aws.states.executions_failed')],
    ]);
    expect(monitors.replace({ monitors: same, objectives })).toEqual(['burns']);
    await minutes(1, { failed: 5, good: 5 });
    expect(monitors.states().map(({ id, groups }) => [id, groups[0]?.state])).toEqual([
      ['burns', 'OK'],
      ['failing', 'Alert'],
    ]);
    monitors.stop();
  });
});
