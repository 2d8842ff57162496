export interface Reading {
  readonly thing: string;
  /** Time in ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** One page of a sensor's readings. */
export interface SensorPage {
  readonly readings: readonly Reading[];
  /** Time up to which the readings are complete, in ms since the epoch; undefined for the last page. */
  readonly readUpTo: number | undefined;
}

/** Position of the last reading of the previous page. */
export type Position = readonly [at: number, thing: string];

/** Orders readings by time, then by thing. */
const compare = (a: Position, b: Position) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
export const positionOf = ({ at, thing }: Reading): Position => [at, thing];

/**
 * Merges the readings of several sensors by time, up to the latest time at which every page is complete.
 * @returns the readings, and `next` if there may be more
 */
export function mergeReadings(
  pages: readonly SensorPage[],
  { after, limit }: { readonly after: Position | undefined; readonly limit: number },
): { readonly readings: readonly Reading[]; readonly next: Position | undefined } {
  const known = Math.min(...pages.map(({ readUpTo }) => readUpTo ?? Number.POSITIVE_INFINITY));
  const merged = pages
    .flatMap(({ readings }) => readings)
    .filter(({ at }) => at <= known)
    .filter((reading) => after === undefined || compare(positionOf(reading), after) > 0)
    .sort((a, b) => compare(positionOf(a), positionOf(b)));
  const readings = merged.slice(0, limit);
  const last = readings.at(-1);
  if (last !== undefined && merged.length > readings.length) return { readings, next: positionOf(last) };
  // U+FFFF sorts after every thing name
  return { readings, next: known === Number.POSITIVE_INFINITY ? undefined : [known, '\uffff'] };
}
