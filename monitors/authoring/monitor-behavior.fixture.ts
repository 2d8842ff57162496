import type { TestSeries } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './monitor';
import { simulated } from './simulated';

interface Case {
  /** Completes the title of the test. */
  readonly when: string;
  readonly series: readonly TestSeries[];
  /** For example `['20m alert', '25m recovery']`, with the group if there are several. */
  readonly notifications: readonly string[];
}

/** Cases that every monitor must have. */
interface Behavior {
  /** Length of the simulation. Default: 60. */
  readonly minutes?: number;
  /** Monitors that a composite combines. */
  readonly members?: readonly DeclaredMonitor[];
  readonly fires: Case;
  /** Just below the threshold. */
  readonly staysOk: Omit<Case, 'notifications'>;
  /** Missing data, from the start or later. */
  readonly withoutData: Case;
}

/** Declares three tests of a monitor: it fires, it stays just below its threshold, and its data is missing. */
export function describeMonitorBehavior(
  monitor: DeclaredMonitor,
  { minutes = 60, members = [], ...cases }: Behavior,
): void {
  const over = (series: readonly TestSeries[]) => simulated(monitor, { series, minutes, members });
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
