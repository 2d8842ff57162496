const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns a formatter for a time zone. @throws RangeError if the time zone does not exist */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  formats.set(timeZone, format);
  return format;
}

/** Returns the difference between local time and UTC in minutes. @param minute UTC, minutes since the epoch */
export function offsetAt(timeZone: string, minute: number): number {
  if (timeZone === 'UTC') return 0;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(minute * 60_000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) / 60_000 - minute;
}

/**
 * Returns the UTC minute at which local clocks show the given local minute. A local time that occurs twice is read as its
 * first occurrence; a skipped local time has the UTC offset before the change. Source: RFC 5545, section 3.3.5
 */
export function fromLocal(timeZone: string, local: number): number {
  const [before, after] = [-1440, 1440].map((around) => offsetAt(timeZone, local + around));
  const candidates = [before ?? 0, after ?? 0].map((offset) => local - offset);
  const [first = local] = candidates;
  return candidates.find((minute) => minute + offsetAt(timeZone, minute) === local) ?? first;
}

/** Returns whether the time zone exists. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}
