import { fromLocal, isTimeZone, offsetAt } from '../evaluate/time-zone';

/** Error for an invalid recurrence of a downtime, or for an unsupported part of it. */
export class RecurrenceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecurrenceError';
  }
}

/** Recurrence of a downtime. */
export interface Recurrence {
  /** Rule in the notation of RFC 5545, for example `FREQ=WEEKLY;BYDAY=SA,SU`. */
  readonly rule: string;
  /** Length, such as `8h`. */
  readonly duration: string;
  /** Local time of the first occurrence, for example `2026-11-01T09:00:00`. */
  readonly start: string | undefined;
  readonly timeZone: string;
}

/** Time range in minutes since the epoch. The end is not part of the range. */
export interface Occurrence {
  readonly from: number;
  readonly to: number;
}

/** Function that returns the occurrences that overlap a range, in order. */
export type Occurrences = (range: Occurrence) => readonly Occurrence[];

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
/** Weekdays from Sunday, as in `Date.getUTCDay`. */
const weekdays: readonly string[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const supported = new Set([
  'FREQ',
  'INTERVAL',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
  'BYSETPOS',
  'UNTIL',
  'COUNT',
  'WKST',
]);
/** Parts of a rule that Datadog rejects. Source: API reference, "Schedule a downtime", rrule */
const rejected = new Set(['DTSTART', 'DTEND', 'DURATION']);
const day = 1440;
const minutesPerUnit: Readonly<Record<string, number>> = { m: 1, h: 60, d: day, w: 7 * day };
/** Maximum length in minutes: ten years. A longer duration would make the search for occurrences slow. */
const longest = 3660 * day;

interface Rule {
  readonly frequency: (typeof frequencies)[number];
  readonly interval: number;
  readonly weekdays: readonly { readonly index: number; readonly nth: number | undefined }[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  /** Positions of the selected occurrences in each day, week, month or year: 1 is the first, -1 the last; empty for all. */
  readonly positions: readonly number[];
  /** Minute of the last possible occurrence, in local time or in UTC. */
  readonly until: { readonly minute: number; readonly isLocal: boolean } | undefined;
  readonly count: number | undefined;
  /** First day of a week, as in `Date.getUTCDay`. */
  readonly weekStart: number;
}

/**
 * Parses a recurrence, and returns a function that finds its occurrences in a range. A recurrence without a start starts at midnight of the
 * first day of the range.
 * @throws RecurrenceError for an invalid rule, or a part that is not supported
 * Source: RFC 5545, section 3.3.10
 */
export function readRecurrence({ rule: text, duration, start, timeZone }: Recurrence): Occurrences {
  const length = durationOf(duration);
  const first = start === undefined ? undefined : localMinute(start);
  const rule = readRule(text);
  if (!isTimeZone(timeZone))
    throw new RecurrenceError(`unknown time zone ${timeZone}; expected a name such as Europe/Berlin`);
  return ({ from, to }) => {
    const toLocal = (minute: number) => minute + offsetAt(timeZone, minute);
    const anchor = first ?? Math.floor(toLocal(from) / day) * day;
    const isBounded = first !== undefined || rule.count !== undefined;
    const last = rule.until === undefined ? Number.POSITIVE_INFINITY : lastLocal(rule.until, toLocal);
    // occurrences must be counted from the start of the rule
    const earliest =
      rule.count === undefined ? Math.floor((toLocal(from) - length) / day) - 1 : Math.floor(anchor / day);
    const selectedOn = occurrencesOf(rule, anchor);
    const found: Occurrence[] = [];
    let count = 0;
    for (let today = earliest; today * day < toLocal(to) + day; today += 1) {
      for (const local of selectedOn(today)) {
        if ((isBounded && local < anchor) || local > last) continue;
        count += 1;
        if (rule.count !== undefined && count > rule.count) return found;
        const begin = fromLocal(timeZone, local);
        if (begin < to && begin + length > from) found.push({ from: begin, to: begin + length });
      }
    }
    return found;
  };
}

const lastLocal = ({ minute, isLocal }: NonNullable<Rule['until']>, toLocal: (minute: number) => number): number =>
  isLocal ? minute : toLocal(minute);

/** Returns a function that returns the start times of the occurrences on a day, in local minutes. */
function occurrencesOf(rule: Rule, anchor: number): (today: number) => readonly number[] {
  const times = timesOf(rule, anchor);
  const every = (today: number) => (isOccurrence(rule, today, anchor) ? times.map((time) => today * day + time) : []);
  if (rule.positions.length === 0) return every;
  const selected = new Map<number, ReadonlySet<number>>();
  const selectedFrom = (first: number, count: number): ReadonlySet<number> => {
    const known = selected.get(first);
    if (known !== undefined) return known;
    const all = Array.from({ length: count }, (_, at) => every(first + at)).flat();
    const chosen = new Set(rule.positions.flatMap((one) => all.at(one > 0 ? one - 1 : one) ?? []));
    selected.set(first, chosen);
    return chosen;
  };
  return (today) => {
    const { first, count } = periodOf(rule, today);
    const chosen = selectedFrom(first, count);
    return every(today).filter((local) => chosen.has(local));
  };
}

/** Returns the first day of the day, week, month or year that contains a day, and its number of days. */
function periodOf({ frequency, weekStart }: Rule, today: number): { readonly first: number; readonly count: number } {
  const date = new Date(today * day * 60_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (frequency) {
    case 'DAILY':
      return { first: today, count: 1 };
    case 'WEEKLY':
      return { first: today - ((date.getUTCDay() - weekStart + 7) % 7), count: 7 };
    case 'MONTHLY':
      return { first: today - date.getUTCDate() + 1, count: daysIn(year, month) };
    case 'YEARLY': {
      const { at, of } = positionInYear(date);
      return { first: today - at + 1, count: of };
    }
    default:
      return frequency satisfies never;
  }
}

/** Returns the minutes of the day at which occurrences start, in local time. */
function timesOf({ hours, minutes }: Rule, anchor: number): readonly number[] {
  const time = ((anchor % day) + day) % day;
  const [ofHours, ofMinutes] = [
    hours.length > 0 ? hours : [Math.floor(time / 60)],
    minutes.length > 0 ? minutes : [time % 60],
  ];
  return ofHours.flatMap((hour) => ofMinutes.map((minute) => hour * 60 + minute)).toSorted((a, b) => a - b);
}

function readRule(text: string): Rule {
  const parts = partsOf(text);
  const fail = (name: string, expected: string) =>
    new RecurrenceError(`invalid ${name}=${parts.get(name) ?? ''} in the rule ${text}: expected ${expected}`);
  const numbers = (name: string, least: number, most: number): readonly number[] =>
    listIn(parts.get(name)).map((item) => {
      const isValid =
        /^[+-]?\d+$/.test(item) && Number(item) >= least && Number(item) <= most && (least >= 0 || Number(item) !== 0);
      if (!isValid) throw fail(name, `numbers from ${least} to ${most}${least < 0 ? ' except 0' : ''}`);
      return Number(item);
    });
  const positive = (name: string): number | undefined => numbers(name, 1, 100_000)[0];
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  if (frequency === undefined)
    throw new RecurrenceError(`FREQ in the rule ${text} is not one of ${frequencies.join(', ')}`);
  if (parts.has('UNTIL') && parts.has('COUNT')) throw new RecurrenceError(`the rule ${text} has both UNTIL and COUNT`);
  const until = parts.get('UNTIL');
  const weekStart = weekdays.indexOf(parts.get('WKST') ?? 'MO');
  if (weekStart < 0) throw fail('WKST', 'a weekday such as MO');
  return {
    frequency,
    interval: positive('INTERVAL') ?? 1,
    weekdays: listIn(parts.get('BYDAY')).map(weekdayIn),
    monthDays: numbers('BYMONTHDAY', -31, 31),
    months: numbers('BYMONTH', 1, 12),
    hours: numbers('BYHOUR', 0, 23),
    minutes: numbers('BYMINUTE', 0, 59),
    positions: numbers('BYSETPOS', -366, 366),
    until: until === undefined ? undefined : untilOf(until),
    count: positive('COUNT'),
    weekStart,
  };
}

function partsOf(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(';').filter(Boolean)) {
    const [name = '', value = ''] = part.split('=').map((side) => side.trim().toUpperCase());
    if (rejected.has(name))
      throw new RecurrenceError(
        `Datadog rejects ${name} in the rule ${text}; use the start and the duration of the recurrence`,
      );
    if (!supported.has(name)) throw new RecurrenceError(`${name} in the rule ${text} is not supported`);
    if (value === '' || parts.has(name))
      throw new RecurrenceError(`${name} in the rule ${text} ${value === '' ? 'has no value' : 'occurs twice'}`);
    parts.set(name, value);
  }
  return parts;
}

const listIn = (text = ''): readonly string[] => text.split(',').filter(Boolean);

function weekdayIn(text: string) {
  const [, nth = '', name = ''] = /^([+-]?[1-9]\d?)?([A-Z]{2})$/.exec(text) ?? [];
  const index = weekdays.indexOf(name);
  if (index < 0) throw new RecurrenceError(`${text} is not a weekday such as MO or 1MO`);
  return { index, nth: nth === '' ? undefined : Number(nth) };
}

/** Parses `20261231T235959Z`, which is UTC, `20261231T235959` or `20261231`. A date without a time includes the whole day. */
function untilOf(text: string): NonNullable<Rule['until']> {
  const [, year, month, date, hour = '23', minute = '59', zone] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?$/.exec(text) ?? [];
  if (year === undefined) throw new RecurrenceError(`UNTIL=${text} is not a date such as 20261231`);
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute));
  return { minute: utc / 60_000, isLocal: zone === undefined };
}

function isOccurrence(rule: Rule, today: number, anchor: number): boolean {
  const { frequency, interval, months, monthDays, weekdays: days, weekStart } = rule;
  const [date, start] = [today, Math.floor(anchor / day)].map((one) => new Date(one * day * 60_000));
  if (date === undefined || start === undefined) return false;
  if (months.length > 0 && !months.includes(date.getUTCMonth() + 1)) return false;
  const length = daysIn(date.getUTCFullYear(), date.getUTCMonth());
  const ofMonth = date.getUTCDate();
  if (monthDays.length > 0 && !monthDays.some((one) => (one < 0 ? length + 1 + one : one) === ofMonth)) return false;
  // in a year without BYMONTH, 20MO is the 20th Monday of the year
  const isInYear = frequency === 'YEARLY' && months.length === 0;
  const position = isInYear ? positionInYear(date) : { at: ofMonth, of: length };
  if (days.length > 0 && !days.some(({ index, nth }) => index === date.getUTCDay() && isNth(nth, position)))
    return false;
  const isByDay = days.length + monthDays.length > 0;
  const years = date.getUTCFullYear() - start.getUTCFullYear();
  switch (frequency) {
    case 'DAILY':
      return (today - Math.floor(anchor / day)) % interval === 0;
    case 'WEEKLY':
      // without BYDAY, the rule recurs on the weekday of its start
      return (
        (isByDay || date.getUTCDay() === start.getUTCDay()) &&
        (weekOf(today, weekStart) - weekOf(Math.floor(anchor / day), weekStart)) % interval === 0
      );
    case 'MONTHLY':
      return (
        (isByDay || ofMonth === start.getUTCDate()) &&
        (years * 12 + date.getUTCMonth() - start.getUTCMonth()) % interval === 0
      );
    case 'YEARLY':
      return (
        (isByDay || ofMonth === start.getUTCDate()) &&
        (isByDay || months.length > 0 || date.getUTCMonth() === start.getUTCMonth()) &&
        years % interval === 0
      );
    default:
      return frequency satisfies never;
  }
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** Position of a day in its month or year, and the number of days. */
interface Position {
  readonly at: number;
  readonly of: number;
}

function positionInYear(date: Date): Position {
  const start = (year: number) => Date.UTC(year, 0, 1) / (day * 60_000);
  const year = date.getUTCFullYear();
  return { at: date.getTime() / (day * 60_000) - start(year) + 1, of: start(year + 1) - start(year) };
}

const isNth = (nth: number | undefined, { at, of }: Position): boolean => {
  if (nth === undefined) return true;
  return nth > 0 ? Math.ceil(at / 7) === nth : Math.ceil((of - at + 1) / 7) === -nth;
};

/** Returns the number of the week that contains a day. The epoch was a Thursday. */
const weekOf = (today: number, weekStart: number): number => Math.floor((today + 4 - weekStart) / 7);

function durationOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const minutes = Number(amount) * (minutesPerUnit[unit] ?? Number.NaN);
  if (!(minutes > 0 && minutes <= longest))
    throw new RecurrenceError(`${text} is not a duration of up to ten years, such as 8h`);
  return minutes;
}

/** Parses a local time. Datadog rejects an offset (API reference, "Schedule a downtime"). */
function localMinute(text: string): number {
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(moment))
    throw new RecurrenceError(`start ${text} is not a time without an offset, such as 2026-11-01T09:00:00`);
  return Math.floor(moment / 60_000);
}
