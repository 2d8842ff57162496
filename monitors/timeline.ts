import { catalogue, simulate, sourceOf, type TestSeries } from '../lib/datadog';
import { definitionOf } from './definition';
import type { DeclaredAlert } from './metric-alert';

interface Run {
  readonly series: readonly TestSeries[];
  /** The last minute that is looked at. */
  readonly minutes: number;
}

/**
 * What a monitor would say over these series, for its tests: `['20m alert', '25m recovery']`, with the group where
 * there are groups. Minutes are wall time, so an alert comes when its figures have arrived: `evaluationDelay` later.
 */
export function timeline(alert: DeclaredAlert, { series, minutes }: Run): readonly string[] {
  const { notifications } = simulate(definitionOf(alert), sourceOf(...series), { to: minutes, catalogue });
  return notifications.map(({ minute, group, transition }) =>
    [`${minute}m`, ...(group === '*' ? [] : [group]), transition].join(' '),
  );
}
