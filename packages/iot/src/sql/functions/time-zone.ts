/** Time zone with functions that return its offset from UTC and its name at a given time. */
export interface TimeZone {
  readonly id: string;
  readonly offsetMinutes: (epochMs: number) => number;
  readonly name: (epochMs: number, length: 'short' | 'long') => string;
}

const utc: TimeZone = {
  id: 'UTC',
  offsetMinutes: () => 0,
  name: (_, length) => (length === 'short' ? 'UTC' : 'Coordinated Universal Time'),
};

const zones = new Map<string, TimeZone | undefined>();

/**
 * Finds a zone by its IANA name or offset (`+09:00`).
 * @returns undefined if the name is unknown
 */
export function timeZone(id: string): TimeZone | undefined {
  if (id === 'UTC') return utc;
  if (id.length > 64) return undefined;
  if (!zones.has(id)) zones.set(id, fixedZone(id) ?? regionalZone(id));
  return zones.get(id);
}

function fixedZone(id: string): TimeZone | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(id) ?? [];
  if (sign === undefined) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return { id, offsetMinutes: () => offset, name: () => offsetText(offset, ':') };
}

function regionalZone(id: string): TimeZone | undefined {
  const offsets = formatter(id, 'longOffset', 'en-US');
  if (offsets === undefined) return undefined;
  return {
    id,
    offsetMinutes: (epochMs) => parseOffset(zoneName(offsets, epochMs)),
    name: (epochMs, length) => displayName(id, epochMs, length),
  };
}

// Returns a zone's name. In ICU, only the English locale of a country that uses the zone has a short name for the zone,
// whereas Joda-Time has a short name for every zone.
function displayName(id: string, epochMs: number, length: 'short' | 'long'): string {
  if (length === 'short' && shortNames.has(id)) return shortNames.get(id) ?? id;
  for (const locale of ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA']) {
    const format = formatter(id, length, locale);
    const name = format === undefined ? '' : zoneName(format, epochMs);
    if (!/^(GMT|UTC)[+-]/.test(name) && name !== '') return name;
  }
  return id;
}

// Short names that ICU's English locales lack, keyed by zone. These zones have no daylight saving time.
const shortNames: ReadonlyMap<string, string> = new Map([
  ['Asia/Tokyo', 'JST'],
  ['Asia/Seoul', 'KST'],
  ['Asia/Shanghai', 'CST'],
  ['Asia/Singapore', 'SGT'],
  ['Asia/Hong_Kong', 'HKT'],
]);

function formatter(timeZone: string, timeZoneName: 'short' | 'long' | 'longOffset', locale: string) {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function zoneName(format: Intl.DateTimeFormat, epochMs: number): string {
  return format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function parseOffset(text: string): number {
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/** Formats an offset as `+09:00` or, with an empty separator, as `+0900`. */
export function offsetText(offsetMinutes: number, separator: string): string {
  const size = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}
