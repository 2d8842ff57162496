/**
 * Returns a function that formats a minute since the epoch as local time, for example `2026-11-22 03:14`.
 * @throws RangeError for an unknown zone
 */
export function clockIn(timeZone: string): (minute: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (minute) => format.format(minute * 60_000);
}

/** Rejects a time zone that does not exist. @throws Error with a one-line message */
export function rejectUnknownZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
  } catch {
    throw new Error(`unknown --time-zone ${timeZone}; use a name such as Asia/Tokyo, Europe/Berlin or UTC`);
  }
}
