import type { TestSeries } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './monitor';
import { simulated } from './simulated';

interface Case {
  /** Ends the sentence that names the test. */
  readonly when: string;
  readonly series: readonly TestSeries[];
  /** `['20m alert', '25m recovery']`, with the group where there are several. */
  readonly says: readonly string[];
}

/** What every monitor's tests show. `minutes` are looked at, an hour where nothing is said. */
interface Behaviour {
  readonly minutes?: number;
  /** Those that a composite joins. */
  readonly members?: readonly DeclaredMonitor[];
  readonly fires: Case;
  /** Close to firing, and quiet. */
  readonly staysOk: Omit<Case, 'says'>;
  /** Without figures, from the beginning or from some minute on. */
  readonly withoutData: Case;
}

/** The three tests of a monitor: one in which it fires, one in which it nearly does, one for missing data. */
export function behaviourOf(monitor: DeclaredMonitor, { minutes = 60, members = [], ...cases }: Behaviour): void {
  const over = (series: readonly TestSeries[]) => simulated(monitor, { series, minutes, members });
  describe(monitor.id, () => {
    test(`fires when ${cases.fires.when}`, () => {
      expect(cases.fires.says.length).toBeGreaterThan(0);
      expect(over(cases.fires.series)).toSay(cases.fires.says);
    });
    test(`stays quiet when ${cases.staysOk.when}`, () => {
      expect(cases.staysOk.series.length).toBeGreaterThan(0);
      expect(over(cases.staysOk.series)).toStayOk();
    });
    test(`without data: ${cases.withoutData.when}`, () => {
      expect(over(cases.withoutData.series)).toSay(cases.withoutData.says);
    });
  });
}

/** Series that had figures once and have none since: what a monitor remembers, it keeps. */
export const noNews = (...series: readonly TestSeries[]) => ({
  when: 'no news is no news',
  series,
  says: [],
});
