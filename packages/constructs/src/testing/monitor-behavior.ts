import type { TestSeries } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from '../monitors/declare';
import type { Monitoring } from '../monitors/monitoring';
import { simulated } from '../monitors/simulated';

export interface BehaviorCase {
  /** Completes the title of the test. */
  readonly when: string;
  readonly series: readonly TestSeries[];
  /** For example `['20m alert', '25m recovery']`, with the group if there are several. */
  readonly notifications: readonly string[];
}

/** Cases that every monitor must have. */
export interface MonitorBehavior {
  /**
   * Length of the simulation.
   * @defaultValue 60
   */
  readonly minutes?: number;
  readonly fires: BehaviorCase;
  /** Just below the threshold. */
  readonly staysOk: Omit<BehaviorCase, 'notifications'>;
  /** Missing data, from the start or later. */
  readonly withoutData: BehaviorCase;
}

/**
 * Declares three tests of a monitor for Jest, or for Vitest with `globals`: it fires, it stays just below its threshold, and its
 * data is missing.
 */
export function describeMonitorBehavior(
  monitor: DeclaredMonitor,
  monitoring: Monitoring,
  { minutes = 60, ...cases }: MonitorBehavior,
): void {
  const over = (series: readonly TestSeries[]) => simulated(monitor, monitoring, { series, minutes });
  describe(monitor.id, () => {
    test(`fires when ${cases.fires.when}`, () => {
      expect(cases.fires.notifications.length).toBeGreaterThan(0);
      expect(over(cases.fires.series)).toSay(cases.fires.notifications);
    });
    test(`stays OK when ${cases.staysOk.when}`, () => {
      expect(cases.staysOk.series.length).toBeGreaterThan(0);
      expect(over(cases.staysOk.series)).toStayOk();
    });
    test(`without data: ${cases.withoutData.when}`, () => {
      expect(over(cases.withoutData.series)).toSay(cases.withoutData.notifications);
    });
  });
}

/** Series that stop reporting. The monitor keeps its last state. */
export const keepsState = (...series: readonly TestSeries[]) => ({
  when: 'keeps its state',
  series,
  notifications: [],
});
