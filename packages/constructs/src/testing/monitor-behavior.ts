import { matchers, type TestSeries } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from '../monitors/declare';
import type { Monitoring } from '../monitors/monitoring';
import { simulated } from '../monitors/simulate-declared';

export interface BehaviorCase {
  /** Text that completes the test title. */
  readonly when: string;
  readonly series: readonly TestSeries[];
  /** Expected transitions, for example `['20m alert', '25m recovery']`, with the group if there are several groups. */
  readonly notifications: readonly string[];
}

/** Scenarios that every monitor's tests must cover. */
export interface MonitorBehavior {
  /**
   * Length of the simulation in minutes.
   * @defaultValue 60
   */
  readonly minutes?: number;
  readonly fires: BehaviorCase;
  /** Series whose values stay just below the threshold. */
  readonly staysOk: Omit<BehaviorCase, 'notifications'>;
  /** Series that never have data, or that stop reporting. */
  readonly withoutData: BehaviorCase;
}

/** Declares three tests of a monitor (Jest, or Vitest with `globals`): the monitor alerts, stays OK, and handles missing data. */
export function describeMonitorBehavior(
  monitor: DeclaredMonitor,
  monitoring: Monitoring,
  { minutes = 60, ...cases }: MonitorBehavior,
): void {
  const over = (series: readonly TestSeries[]) => simulated(monitor, monitoring, { series, minutes });
  const { fires, staysOk, withoutData } = cases;
  describe(monitor.id, () => {
    test(`fires when ${fires.when}`, () => {
      if (fires.notifications.length === 0) throw new Error('fires: expected at least one notification');
      passOrThrow(matchers.toSay(over(fires.series), fires.notifications));
    });
    test(`stays OK when ${staysOk.when}`, () => {
      if (staysOk.series.length === 0) throw new Error('staysOk: expected at least one series');
      passOrThrow(matchers.toStayOk(over(staysOk.series)));
    });
    test(`without data: ${withoutData.when}`, () => {
      passOrThrow(matchers.toSay(over(withoutData.series), withoutData.notifications));
    });
  });
}

/**
 * Throws an error with the matcher's message if the matcher fails. This works without registering matchers in the test runner.
 */
function passOrThrow({ pass, message }: ReturnType<typeof matchers.toStayOk>): void {
  if (!pass) throw new Error(message());
}

/** Returns a scenario: the monitor keeps its last state when its series stop reporting. */
export const keepsState = (...series: readonly TestSeries[]) => ({
  when: 'keeps its state',
  series,
  notifications: [],
});
