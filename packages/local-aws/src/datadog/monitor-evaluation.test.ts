import { type MonitorDefinition, readTerraformMonitor } from '@himeshima/datadog-monitors';
import { findMissingMetric } from '../emitted-metrics';
import { start, stopped } from '../stopped-platform.fixture';
import { createMonitors } from './monitor-evaluation';

const minuteMilliseconds = 60_000;

const monitor = (threshold: number) =>
  readTerraformMonitor({
    name: 'executions failed',
    type: 'query alert',
    query: `sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= ${threshold}`,
    message: 'failed @slack-dev',
    monitor_thresholds: { critical: `${threshold}` },
    require_full_window: false,
  });

const anomaly = readTerraformMonitor({
  name: 'unusual',
  type: 'query alert',
  query: "avg(last_4h):anomalies(avg:aws.lambda.duration{*}, 'basic', 2) >= 1",
  message: 'x',
  monitor_thresholds: { critical: '1' },
});

const composite = (member: string) =>
  readTerraformMonitor({ name: 'composite', type: 'composite', query: member, message: 'x' });

const declared = (monitors: readonly (readonly [string, MonitorDefinition])[]) => ({
  monitors: new Map(monitors),
  objectives: new Map(),
});

/** Starts two monitors on the same metric and makes both alert. */
async function alerted() {
  const parts = stopped();
  const monitors = createMonitors({ ...parts, evaluationDelaySeconds: 0, findMissingMetric });
  monitors.declare('changed', monitor(1));
  monitors.declare('kept', monitor(1));
  monitors.start(() => undefined);
  const pass = async () => {
    await parts.clock.advance(minuteMilliseconds);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const tags = { statemachinearn: 'power-command' };
  parts.metrics.record({ metric: 'aws.states.executions_failed', tags, value: 1, at: start });
  await pass();
  await pass();
  const stateOf = () => Object.fromEntries(monitors.states().map(({ id, groups }) => [id, groups[0]?.state]));
  return { ...parts, monitors, pass, stateOf };
}

test('at startup, lists the monitors whose metrics are not emitted, with the reasons, in one line', () => {
  const parts = stopped();
  const monitors = createMonitors({ ...parts, evaluationDelaySeconds: 0, findMissingMetric });
  const over = (metric: string) =>
    readTerraformMonitor({
      name: metric,
      type: 'query alert',
      query: `sum(last_5m):sum:${metric}{*}.as_count() >= 1`,
      message: 'x',
      monitor_thresholds: { critical: '1' },
    });
  monitors.declare('rule_throttled', over('aws.iot.rule_message_throttled'));
  monitors.declare('url_called', over('aws.lambda.url_request_count'));
  monitors.declare('failed', over('aws.states.executions_failed'));
  monitors.declare('own', over('shop.orders'));
  monitors.start(() => undefined);
  monitors.stop();
  expect(parts.emitted).toMatchObject([
    {
      kind: 'note',
      text:
        'no local service emits the metrics of these monitors: rule_throttled (aws.iot.rule_message_throttled: rules are ' +
        'not throttled), url_called (aws.lambda.url_request_count)',
    },
  ]);
});

test('links an alert to the events that recorded its values, and a recovery to no events', async () => {
  const parts = stopped();
  const linked: (readonly [string, readonly number[]])[] = [];
  parts.bus.record((event, { links = [] }) => event.kind === 'monitor' && linked.push([event.to, links]));
  const monitors = createMonitors({ ...parts, evaluationDelaySeconds: 0, findMissingMetric });
  monitors.declare('failed', monitor(1));
  monitors.declare('both', composite('failed'));
  monitors.start(() => undefined);
  const metric = 'aws.states.executions_failed';
  parts.metrics.record({ metric, tags: {}, value: 1, at: start, causes: [7] });
  for (let passed = 0; passed < 7; passed++) {
    await parts.clock.advance(minuteMilliseconds);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  monitors.stop();
  expect(linked).toEqual([
    ['Alert', [7]],
    ['Alert', [7]],
    ['OK', []],
    ['OK', []],
  ]);
});

test('suggests a metric with a similar name only once for a monitor without data', async () => {
  const parts = stopped();
  const monitors = createMonitors({ ...parts, evaluationDelaySeconds: 0, findMissingMetric });
  const over = (metric: string) =>
    readTerraformMonitor({
      name: metric,
      type: 'query alert',
      query: `min(last_5m):min:${metric}{*} <= 1`,
      message: 'x',
      monitor_thresholds: { critical: '1' },
    });
  monitors.declare('battery_low', over('parking.batery_level'));
  monitors.declare('battery_empty', over('parking.battery_level.minimum'));
  monitors.start(() => undefined);
  parts.metrics.record({ metric: 'parking.battery_level', tags: {}, value: 9, at: start });
  for (let minute = 0; minute < 3; minute += 1) await parts.clock.advance(minuteMilliseconds);
  monitors.stop();
  expect(parts.emitted.filter(({ kind }) => kind === 'note')).toMatchObject([
    { text: 'battery_low: nothing has emitted parking.batery_level; did you mean parking.battery_level?' },
  ]);
});

describe('replaced monitors', () => {
  test('when monitors are replaced, an unchanged monitor keeps its state, and a changed monitor loses its state', async () => {
    const { monitors, pass, stateOf } = await alerted();
    expect(stateOf()).toEqual({ changed: 'Alert', kept: 'Alert' });
    expect(
      monitors.replace(
        declared([
          ['changed', monitor(2)],
          ['kept', monitor(1)],
        ]),
      ),
    ).toEqual(['changed']);
    expect(stateOf()).toEqual({ changed: undefined, kept: 'Alert' });
    await pass();
    expect(stateOf()).toEqual({ changed: 'OK', kept: 'Alert' });
    monitors.stop();
  });

  test('removes monitors that are no longer declared', async () => {
    const { monitors, stateOf } = await alerted();
    expect(monitors.replace(declared([['kept', monitor(1)]]))).toEqual(['changed']);
    expect(stateOf()).toEqual({ kept: 'Alert' });
    monitors.stop();
  });

  test('reports a monitor only once if it cannot be evaluated', async () => {
    const { monitors, emitted } = await alerted();
    const both = declared([
      ['kept', monitor(1)],
      ['unusual', anomaly],
    ]);
    expect(monitors.replace(both)).toEqual(['changed', 'unusual']);
    expect(monitors.replace(both)).toEqual([]);
    expect(emitted.filter((event) => event.kind === 'note')).toMatchObject([
      { text: expect.stringContaining('unusual') },
    ]);
    monitors.stop();
  });
});
