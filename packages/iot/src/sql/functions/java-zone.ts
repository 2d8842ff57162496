import { offsetText, timeZone } from './time-zone';

/** Time zone in text, and its end offset. */
interface ZoneMatch {
  readonly id: string;
  readonly end: number;
}

/** Time zones by Java's short names. Ambiguous names are resolved as in Java's English locale. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['PST', 'America/Los_Angeles'],
  ['PDT', 'America/Los_Angeles'],
  ['MST', 'America/Denver'],
  ['MDT', 'America/Denver'],
  ['CST', 'America/Chicago'],
  ['CDT', 'America/Chicago'],
  ['EST', 'America/New_York'],
  ['EDT', 'America/New_York'],
  ['AKST', 'America/Anchorage'],
  ['HST', 'Pacific/Honolulu'],
  ['BST', 'Europe/London'],
  ['WET', 'Europe/Lisbon'],
  ['CET', 'Europe/Paris'],
  ['CEST', 'Europe/Paris'],
  ['EET', 'Europe/Bucharest'],
  ['MSK', 'Europe/Moscow'],
  ['IST', 'Asia/Kolkata'],
  ['SGT', 'Asia/Singapore'],
  ['HKT', 'Asia/Hong_Kong'],
  ['JST', 'Asia/Tokyo'],
  ['KST', 'Asia/Seoul'],
  ['AEST', 'Australia/Sydney'],
  ['AEDT', 'Australia/Sydney'],
  ['NZST', 'Pacific/Auckland'],
  ['NZDT', 'Pacific/Auckland'],
]);

const zoneText =
  /(?:UTC|GMT|UT)(?:[+-]\d{1,2}(?::?\d{2})?)?(?![A-Za-z/])|Z(?![A-Za-z/])|[A-Za-z][A-Za-z0-9_/+-]*|[+-]\d{2}(?::?\d{2})?/y;

/** Reads a zone for the pattern letters V and z, such as `Z`, `+09:00`, `UTC+01:00`, `America/Los_Angeles` or `PST`. */
export function zoneIdAt(text: string, at: number): ZoneMatch | undefined {
  zoneText.lastIndex = at;
  const [found] = zoneText.exec(text) ?? [];
  if (found === undefined) return undefined;
  const [, prefix, offset] = /^(UTC|GMT|UT|Z)?([+-].*)?$/.exec(found) ?? [];
  const id = offset !== undefined ? offsetId(offset) : prefix !== undefined ? 'UTC' : (shortNames.get(found) ?? found);
  return id !== undefined && timeZone(id) !== undefined ? { id, end: at + found.length } : undefined;
}

const offsetPattern = /(?:GMT|UTC)?([+-]\d{1,2}(?::?\d{2})?)|(?:GMT|UTC|Z)/y;

/**
 * Reads an offset for the pattern letters X, x, Z and O, such as `+09`, `+0900`, `+09:00` or `GMT+9`, or `Z`
 * (zero) if it is allowed.
 */
export function zoneOffsetAt(text: string, at: number, takesZ: boolean): ZoneMatch | undefined {
  offsetPattern.lastIndex = at;
  const [found, offset] = offsetPattern.exec(text) ?? [];
  if (found === undefined || (found === 'Z' && !takesZ)) return undefined;
  const id = offset === undefined ? 'UTC' : offsetId(offset);
  return id === undefined ? undefined : { id, end: at + found.length };
}

// Returns the ID of an offset, or undefined if it is invalid. Java limits offsets to 18 hours.
function offsetId(text: string): string | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  if (sign === undefined || Number(minutes) > 59 || size > 18 * 60) return undefined;
  return offsetText(sign === '-' ? -size : size, ':');
}
