/**
 * Returns a function that formats a minute since the epoch as local time, for example `2026-11-22 03:14`.
 * @throws RangeError for an unknown zone
 */
export function clockIn(timeZone: string): (minute: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (minute) => format.format(minute * 60_000);
}

/** Parses the value of `--time-zone`. @throws Error with a one-line message if the time zone does not exist */
export function parseTimeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
  } catch {
    throw new Error(`invalid --time-zone "${timeZone}": expected a name such as Asia/Tokyo, Europe/Berlin or UTC`);
  }
  return timeZone;
}
