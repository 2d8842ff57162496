import { monthNames, weekdayNames } from './calendar-names';
import { type CivilTime, civilTime } from './civil-time';
import { offsetText, type TimeZone } from './time-zone';

type Part = (time: CivilTime, zone: TimeZone, epochMs: number) => string;

/** Compiled Joda-Time pattern. */
export type TimePattern = (epochMs: number, zone: TimeZone) => string | undefined;

/**
 * Compiles a Joda-Time pattern such as `yyyy-MM-dd'T'HH:mm:ss.SSSZZ`. Source: Joda-Time, DateTimeFormat, "Patterns";
 * AWS IoT developer guide, iot-sql-functions, parse_time.
 * @returns undefined for a pattern that Joda-Time rejects, for example because of an unknown
 * letter or an unclosed quote
 */
export function timePattern(pattern: string): TimePattern | undefined {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    const token = tokenAt(pattern, at);
    const part = token === undefined ? undefined : token.literal ? () => token.text : partOf(token.text);
    if (token === undefined || part === undefined) return undefined;
    parts.push(part);
    at = token.end;
  }
  return (epochMs, zone) => {
    const time = civilTime(epochMs, zone.offsetMinutes(epochMs));
    return time && parts.map((part) => part(time, zone, epochMs)).join('');
  };
}

function tokenAt(pattern: string, at: number): { literal: boolean; text: string; end: number } | undefined {
  const first = pattern.charAt(at);
  if (first === "'") return quotedAt(pattern, at);
  const letter = /[A-Za-z]/.test(first);
  let end = at + 1;
  while (letter && pattern.charAt(end) === first) end += 1;
  return { literal: !letter, text: pattern.slice(at, end), end };
}

// Reads quoted text. Two quotes represent one quote, both inside and outside of quoted text.
function quotedAt(pattern: string, at: number) {
  if (pattern.charAt(at + 1) === "'") return { literal: true, text: "'", end: at + 2 };
  let text = '';
  for (let i = at + 1; i < pattern.length; i++) {
    if (pattern.charAt(i) !== "'") text += pattern.charAt(i);
    else if (pattern.charAt(i + 1) === "'") {
      text += "'";
      i += 1;
    } else return { literal: true, text, end: i + 1 };
  }
  return undefined;
}

function partOf(letters: string): Part | undefined {
  const width = letters.length;
  const letter = letters.charAt(0);
  const numeric = numbers[letter];
  if (numeric !== undefined && !(letter === 'M' && width > 2)) return (time) => pad(numeric(time), width);
  switch (letter) {
    case 'G':
      return (time) => (time.year > 0 ? 'AD' : 'BC');
    case 'y':
      return (time) => yearText(time.year, width);
    case 'Y':
      return (time) => yearText(time.year > 0 ? time.year : 1 - time.year, width);
    case 'x':
      return (time) => yearText(time.weekYear, width);
    case 'M':
      return (time) => name(monthNames[time.month - 1], width);
    case 'E':
      return (time) => name(weekdayNames[time.weekday - 1], width);
    case 'a':
      return (time) => (time.hour < 12 ? 'AM' : 'PM');
    case 'S':
      return (time) => String(time.millisecond).padStart(3, '0').padEnd(width, '0').slice(0, width);
    case 'z':
      return (_, zone, epochMs) => zone.name(epochMs, width < 4 ? 'short' : 'long');
    case 'Z':
      return (time, zone) => (width > 2 ? zone.id : offsetText(time.offsetMinutes, width === 1 ? '' : ':'));
    default:
      return undefined;
  }
}

const numbers: Readonly<Record<string, (time: CivilTime) => number>> = {
  C: ({ year }) => Math.floor(Math.abs(year) / 100),
  M: ({ month }) => month,
  w: ({ week }) => week,
  e: ({ weekday }) => weekday,
  D: ({ dayOfYear }) => dayOfYear,
  d: ({ day }) => day,
  K: ({ hour }) => hour % 12,
  h: ({ hour }) => ((hour + 11) % 12) + 1,
  H: ({ hour }) => hour,
  k: ({ hour }) => ((hour + 23) % 24) + 1,
  m: ({ minute }) => minute,
  s: ({ second }) => second,
};

function name(text: string | undefined, width: number): string {
  return (text ?? '').slice(0, width < 4 ? 3 : undefined);
}

// Formats a year. In Joda-Time, two letters represent the year's last two digits.
function yearText(year: number, width: number): string {
  return width === 2 ? pad(Math.abs(year) % 100, 2) : pad(year, width);
}

function pad(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0');
}
