import type { Alert } from './tally';

/** Alerts that only one of two definitions raises. */
export interface AlertChanges {
  readonly added: readonly Alert[];
  readonly removed: readonly Alert[];
}

/**
 * Compares the alerts of two definitions. An alert is kept if it overlaps an alert of the other definition in the same group or,
 * if the definitions group by different tags, in any group.
 */
export function matchAlerts(before: readonly Alert[], after: readonly Alert[]): AlertChanges {
  const isSameGrouping = new Set([...before, ...after].map(tagKeys)).size <= 1;
  const placeOf = ({ group }: Alert) => (isSameGrouping ? group : '');
  return { added: unmatched(after, before, placeOf), removed: unmatched(before, after, placeOf) };
}

/** Returns the tag keys of a group: `functionname,region` for `functionname:a,region:b`. */
const tagKeys = ({ group }: Alert) => group.replace(/:[^,]*/g, '');

function unmatched(
  alerts: readonly Alert[],
  others: readonly Alert[],
  placeOf: (alert: Alert) => string,
): readonly Alert[] {
  const byPlace = new Map<string, Alert[]>();
  for (const other of others) byPlace.set(placeOf(other), [...(byPlace.get(placeOf(other)) ?? []), other]);
  return alerts.filter((alert) => !(byPlace.get(placeOf(alert)) ?? []).some((other) => overlaps(alert, other)));
}

const overlaps = (one: Alert, other: Alert) =>
  one.from < (other.to ?? Number.POSITIVE_INFINITY) && other.from < (one.to ?? Number.POSITIVE_INFINITY);
