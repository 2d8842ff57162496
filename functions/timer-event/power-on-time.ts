import type { Digest } from '../../contracts/digest';
import type { Day } from './day';

/** Power before and after a shadow change; undefined if the shadow does not contain the power. */
export interface PowerChange {
  readonly thing: string;
  readonly version: number;
  /** Time in ms since the epoch. */
  readonly at: number;
  readonly before: boolean | undefined;
  readonly after: boolean | undefined;
}

/**
 * Computes how long each device was on, from its shadow changes. If a device reported nothing during the day, its state is
 * derived from its next change.
 * @param changes in any order, may contain duplicates
 */
export function powerOnTime(changes: Iterable<PowerChange>, day: Day): Digest['devices'] {
  const byThing = new Map<string, Map<number, PowerChange>>();
  for (const change of changes) {
    if (change.at < day.from) continue;
    const known = byThing.get(change.thing) ?? new Map<number, PowerChange>();
    byThing.set(change.thing, known.set(change.version, change));
  }
  return [...byThing]
    .map(([thing, known]) => deviceDay(thing, [...known.values()], day))
    .filter(({ onSeconds, changes: count }) => onSeconds > 0 || count > 0)
    .sort((a, b) => (a.thing < b.thing ? -1 : 1));
}

function deviceDay(thing: string, changes: PowerChange[], { from, to }: Day): Digest['devices'][number] {
  const inOrder = changes.toSorted((a, b) => a.version - b.version);
  let [on, since, total] = [inOrder[0]?.before === true, from, 0];
  for (const { at, after } of inOrder) {
    const moment = Math.min(Math.max(at, since), to);
    if (on) total += moment - since;
    [on, since] = [after === true, moment];
  }
  if (on) total += to - since;
  return { thing, onSeconds: Math.round(total / 1000), changes: inOrder.filter(({ at }) => at < to).length };
}
