import { catalogue, series } from '@himeshima/datadog-monitors';
import type { ValueObject } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { type MonitorSide, readSide } from './monitor-side';
import { alertsInThePast } from './past-alerts';

const monitor = (threshold: number, metric = 'aws.states.executions_failed') =>
  sideOf({
    name: 'failed',
    type: 'metric alert',
    query: `sum(last_5m):sum:${metric}{*}.as_count() >= ${threshold}`,
    message: '@nobody',
    monitor_thresholds: { critical: String(threshold) },
    require_full_window: false,
  });

function sideOf(attributes: ValueObject): MonitorSide {
  const { side } = readSide(attributes, {});
  if (side === undefined) throw new Error('the monitor cannot be read');
  return side;
}

const past = {
  // the series contains 1 failure, and later 3 failures
  series: [series('aws.states.executions_failed', '0x20 1 0x40 3 0x2820')],
  from: 0,
  to: 2_879,
  catalogue,
};

describe('alertsInThePast', () => {
  test('counts how often the monitor would have alerted with the new and the old query', () =>
    expect(plain(alertsInThePast(monitor(1), monitor(3), past))).toBe(
      'over the last 2 days it would have alerted 1 time instead of 2',
    ));

  test('returns nothing if the series do not include all metrics of the monitor', () =>
    expect(alertsInThePast(monitor(1), monitor(1, 'aws.states.executions_timed_out'), past)).toEqual([]));
});
