import { monthNames, weekdayNames } from './calendar-names';
import { zoneIdAt, zoneOffsetAt } from './java-zone';

/** Date and time fields parsed from text. */
export interface MomentFields {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  hour?: number;
  /** Hour of the half day, from 0 to 11; see `afternoon`. */
  hourOfHalf?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  nano?: number;
  milliOfDay?: number;
  beforeChrist?: boolean;
  zone?: string;
}

/**
 * Function that parses the field at `at`, and returns the start of the next field, or undefined if
 * the text does not match.
 */
type Reader = (text: string, at: number, fields: MomentFields) => number | undefined;

/** Function that parses text, and returns undefined if the text does not match the pattern. */
export type MomentReader = (text: string) => MomentFields | undefined;

/**
 * Compiles a java.time pattern such as `yyyy-MM-dd HH:mm:ss VV` for parsing. Source: java.time.format.DateTimeFormatter
 * and its builder's appendPattern, Java 11.
 * @returns undefined for patterns that Java rejects, and for weeks and quarters, which do not determine a date
 */
export function momentReader(pattern: string): MomentReader | undefined {
  const parsed = section(pattern, 0);
  if (parsed === undefined || parsed.end !== pattern.length) return undefined;
  const { read } = parsed;
  return (text) => {
    const fields: MomentFields = {};
    return read(text, 0, fields) === text.length ? fields : undefined;
  };
}

function section(pattern: string, from: number): { read: Reader; end: number } | undefined {
  const readers: Reader[] = [];
  let at = from;
  while (at < pattern.length && pattern.charAt(at) !== ']') {
    const part = partAt(pattern, at);
    if (part === undefined) return undefined;
    readers.push(part.read);
    at = part.end;
  }
  return { read: inTurn(readers), end: at };
}

function partAt(pattern: string, at: number): { read: Reader; end: number } | undefined {
  const first = pattern.charAt(at);
  if (first === '[') {
    const inner = section(pattern, at + 1);
    return inner && pattern.charAt(inner.end) === ']' ? { read: optional(inner.read), end: inner.end + 1 } : undefined;
  }
  if (first === "'") {
    const [all = '', content = ''] = /^'((?:[^']|'')*)'/.exec(pattern.slice(at)) ?? [];
    return all === '' ? undefined : { read: literal(content.replaceAll("''", "'") || "'"), end: at + all.length };
  }
  if (/[#{}]/.test(first)) return undefined;
  if (!/[A-Za-z]/.test(first)) return { read: literal(first), end: at + 1 };
  let end = at + 1;
  while (pattern.charAt(end) === first) end += 1;
  const read = field(first, end - at, /[A-Za-z]/.test(pattern.charAt(end)));
  return read && { read, end };
}

const inTurn =
  (readers: readonly Reader[]): Reader =>
  (text, from, fields) => {
    let at: number | undefined = from;
    for (const read of readers) {
      if (at === undefined) return undefined;
      at = read(text, at, fields);
    }
    return at;
  };

const optional =
  (read: Reader): Reader =>
  (text, at, fields) => {
    const candidate = { ...fields };
    const end = read(text, at, candidate);
    if (end === undefined) return at;
    Object.assign(fields, candidate);
    return end;
  };

const literal =
  (expected: string): Reader =>
  (text, at) =>
    text.startsWith(expected, at) ? at + expected.length : undefined;

/**
 * Creates a field's reader. If `isFollowed` is set, another field follows directly, as in `yyyyMMdd`, which limits the
 * number of digits.
 */
function field(letter: string, width: number, isFollowed: boolean): Reader | undefined {
  const wide = isFollowed ? width : 19;
  switch (letter) {
    case 'u':
    case 'y':
      if (width === 2)
        return digits(
          [2, 2],
          into('year', (value) => 2000 + value),
        );
      return digits([width, wide], into('year'), { signed: true });
    case 'M':
    case 'L':
      if (width > 2)
        return oneOf(
          monthNames,
          width,
          into('month', (at) => at + 1),
        );
      return digits(digitRange(width, wide), into('month'), { from: 1, to: 12 });
    case 'd':
      return digits(digitRange(width, wide), into('day'), { from: 1, to: 31 });
    case 'D':
      return digits([width, isFollowed ? width : 3], into('dayOfYear'), {
        from: 1,
        to: 366,
      });
    case 'E':
      return oneOf(weekdayNames, width, () => undefined);
    case 'G':
      return oneOf(
        width > 3 ? ['Anno Domini', 'Before Christ'] : ['AD', 'BC'],
        4,
        into('beforeChrist', (at) => at === 1),
      );
    case 'a':
      return width > 1
        ? undefined
        : oneOf(
            ['AM', 'PM'],
            4,
            into('afternoon', (at) => at === 1),
          );
    default:
      return clockField(letter, width, wide) ?? zoneField(letter, width);
  }
}

function clockField(letter: string, width: number, wide: number): Reader | undefined {
  const count = digitRange(width, wide);
  switch (letter) {
    case 'H':
      return digits(count, into('hour'), { from: 0, to: 23 });
    case 'k':
      return digits(
        count,
        into('hour', (value) => value % 24),
        { from: 1, to: 24 },
      );
    case 'K':
      return digits(count, into('hourOfHalf'), { from: 0, to: 11 });
    case 'h':
      return digits(
        count,
        into('hourOfHalf', (value) => value % 12),
        { from: 1, to: 12 },
      );
    case 'm':
      return digits(count, into('minute'), { from: 0, to: 59 });
    case 's':
      return digits(count, into('second'), { from: 0, to: 59 });
    case 'S':
      return digits(
        [width, width],
        into('nano', (value) => value * 10 ** (9 - width)),
      );
    case 'n':
      return digits([width, wide], into('nano'), { from: 0, to: 999_999_999 });
    case 'A':
      return digits([width, wide], into('milliOfDay'), { from: 0, to: 86_399_999 });
    default:
      return undefined;
  }
}

type Setter = (fields: MomentFields, value: number) => void;

function into<Name extends 'afternoon' | 'beforeChrist'>(name: Name, of: (value: number) => boolean): Setter;
function into<Name extends Exclude<keyof MomentFields, 'afternoon' | 'beforeChrist' | 'zone'>>(
  name: Name,
  of?: (value: number) => number,
): Setter;
function into(name: keyof MomentFields, of: (value: number) => number | boolean = (value) => value): Setter {
  return (fields, value) => void Object.assign(fields, { [name]: of(value) });
}

// Returns the minimum and maximum number of digits. One letter reads up to `wide` digits; several letters read one digit each.
const digitRange = (width: number, wide: number): readonly [number, number] =>
  width === 1 ? [1, wide] : [width, width];

function zoneField(letter: string, width: number): Reader | undefined {
  const zone =
    (find: (text: string, at: number) => { id: string; end: number } | undefined): Reader =>
    (text, at, fields) => {
      const found = find(text, at);
      if (found !== undefined) fields.zone = found.id;
      return found?.end;
    };
  if (letter === 'V') return width === 2 ? zone(zoneIdAt) : undefined;
  if (letter === 'z' || letter === 'v') return zone(zoneIdAt);
  if (letter === 'X' || letter === 'x' || letter === 'Z' || letter === 'O') {
    return zone((text, at) => zoneOffsetAt(text, at, letter !== 'x'));
  }
  return undefined;
}

function digits(
  [least, most]: readonly [number, number],
  set: Setter,
  { from = 0, to = Number.MAX_SAFE_INTEGER, signed = false } = {},
): Reader {
  const shape = new RegExp(`${signed ? '[+-]?' : ''}\\d{${least},${Math.max(least, most)}}`, 'y');
  return (text, at, fields) => {
    shape.lastIndex = at;
    const [found] = shape.exec(text) ?? [];
    const value = Number(found);
    if (found === undefined || (!signed && (value < from || value > to))) return undefined;
    set(fields, value);
    return at + found.length;
  };
}

/** Creates a reader for names. Up to three pattern letters (`width`) select the short names. */
function oneOf(names: readonly string[], width: number, set: Setter): Reader {
  const known = width < 4 ? names.map((name) => name.slice(0, 3)) : names;
  return (text, at, fields) => {
    const index = known.findIndex((name) => text.startsWith(name, at));
    if (index < 0) return undefined;
    set(fields, index);
    return at + (known[index]?.length ?? 0);
  };
}
