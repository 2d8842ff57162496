const hour = 3_600_000;
/** Japan has no daylight saving time. */
const aheadOfUtc = 9 * hour;
const day = 24 * hour;

/** Day in Japan, in ms since the epoch: `from` is inclusive, `to` exclusive. */
export interface Day {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the day in Japan before the scheduled time. If that day is not over yet, the returned range ends at `now`.
 * @param time scheduled time, ISO 8601
 * @param now ms since the epoch
 * @throws Error if the day has not started
 */
export function dayBefore(time: string, now: number): Day {
  const to = Math.floor((Date.parse(time) + aheadOfUtc) / day) * day - aheadOfUtc;
  const from = to - day;
  const date = new Date(from + aheadOfUtc).toISOString().slice(0, 10);
  if (now <= from) throw new Error(`${date} has not started in Japan`);
  return { date, from, to: Math.min(to, now) };
}
