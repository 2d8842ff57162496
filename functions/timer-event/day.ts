const hour = 3_600_000;
/** Japan has no summer time. */
const aheadOfUtc = 9 * hour;
const day = 24 * hour;

/** A day of Japan, in ms since the epoch: `from` belongs to it, `to` does not. */
export interface Day {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The last day that was over in Japan.
 * @param time ISO 8601, when the schedule was due
 */
export function dayBefore(time: string): Day {
  const to = Math.floor((Date.parse(time) + aheadOfUtc) / day) * day - aheadOfUtc;
  return { date: new Date(to - day + aheadOfUtc).toISOString().slice(0, 10), from: to - day, to };
}
