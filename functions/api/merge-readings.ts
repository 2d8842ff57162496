export interface Reading {
  readonly thing: string;
  /** Ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** Some readings of one sensor. */
export interface SensorPage {
  readonly readings: readonly Reading[];
  /** Ms since the epoch, where the sensor has more behind them; undefined where this is all. */
  readonly readUpTo: number | undefined;
}

/** Behind which reading a page begins. */
export type Position = readonly [at: number, thing: string];

/** Readings of one moment are told apart by their things. */
const compare = (a: Position, b: Position) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
export const positionOf = ({ at, thing }: Reading): Position => [at, thing];

/**
 * The readings of several sensors in one order, as far as all of them have been read.
 * @returns `next` where there may be more
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
  // no thing has a name that comes behind this one
  return { readings, next: known === Number.POSITIVE_INFINITY ? undefined : [known, '\uffff'] };
}
