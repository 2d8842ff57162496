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
 * The last day that was over in Japan when the schedule was due; of one that is asked for before it is over, what has passed.
 * @param time ISO 8601, when the schedule was due
 * @param now ms since the epoch
 * @throws Error where that day has not begun
 */
export function dayBefore(time: string, now: number): Day {
  const to = Math.floor((Date.parse(time) + aheadOfUtc) / day) * day - aheadOfUtc;
  const from = to - day;
  const date = new Date(from + aheadOfUtc).toISOString().slice(0, 10);
  if (now <= from) throw new Error(`${date} has not begun in Japan`);
  return { date, from, to: Math.min(to, now) };
}
