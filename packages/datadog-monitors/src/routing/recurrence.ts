import { fromLocal, offsetAt } from '../evaluate/time-zone';

/** Error for an invalid recurrence rule, or for an unsupported part of it. */
export class RecurrenceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecurrenceError';
  }
}

/** Recurrence of a downtime. */
export interface Recurrence {
  /** Rule in the notation of RFC 5545: `FREQ=WEEKLY;BYDAY=SA,SU`. */
  readonly rule: string;
  /** Length, as in `8h`. */
  readonly duration: string;
  /** Local time of the first occurrence: `2026-11-01T09:00:00`. */
  readonly start: string | undefined;
  readonly timeZone: string;
}

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
  'UNTIL',
  'COUNT',
  'WKST',
]);
const day = 1440;
const minutesPerUnit: Readonly<Record<string, number>> = { m: 1, h: 60, d: day, w: 7 * day };

interface Rule {
  readonly frequency: (typeof frequencies)[number];
  readonly interval: number;
  readonly weekdays: readonly { readonly index: number; readonly nth: number | undefined }[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  /** Local minutes of the day. */
  readonly times: readonly number[];
  /** Local minute of the last possible occurrence. */
  readonly until: number;
  readonly count: number | undefined;
}

/**
 * Returns the end of the occurrence that covers a minute; undefined if no occurrence covers it.
 * @param minute UTC, minutes since the epoch
 * @returns UTC, minutes since the epoch
 * @throws RecurrenceError for an invalid rule, or a part that is not supported
 */
export function activeUntil({ rule: text, duration, start, timeZone }: Recurrence, minute: number): number | undefined {
  const length = durationOf(duration);
  const first = start === undefined ? undefined : localMinute(start);
  const rule = readRule(text, first);
  const local = minute + offsetAt(timeZone, minute);
  const from = Math.floor((local - length) / day);
  let end: number | undefined;
  // occurrences must be counted from the start of the rule
  const begin = rule.count !== undefined && first !== undefined ? Math.floor(first / day) : from;
  let seen = 0;
  for (let today = begin; today * day <= local; today += 1) {
    if (!isOccurrence(rule, today, first)) continue;
    for (const time of rule.times) {
      const occurrence = today * day + time;
      if ((first !== undefined && occurrence < first) || occurrence > rule.until) continue;
      seen += 1;
      if (rule.count !== undefined && seen > rule.count) return end;
      if (occurrence <= local && occurrence + length > local)
        end = Math.max(end ?? 0, fromLocal(timeZone, occurrence) + length);
    }
  }
  return end;
}

function readRule(text: string, first: number | undefined): Rule {
  const parts = new Map(
    text
      .split(';')
      .filter(Boolean)
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim().toUpperCase(), value.trim().toUpperCase()];
      }),
  );
  const unknown = [...parts.keys()].find((name) => !supported.has(name));
  if (unknown !== undefined) throw new RecurrenceError(`${unknown} in the rule ${text} is not supported`);
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  if (frequency === undefined)
    throw new RecurrenceError(`FREQ in the rule ${text} is not one of ${frequencies.join(', ')}`);
  const numbers = (name: string) => (parts.get(name) ?? '').split(',').filter(Boolean).map(Number);
  const hours = numbers('BYHOUR');
  const minutes = numbers('BYMINUTE');
  const startTime = first === undefined ? 0 : ((first % day) + day) % day;
  const ofDay = (hours.length > 0 ? hours : [Math.floor(startTime / 60)]).flatMap((hour) =>
    (minutes.length > 0 ? minutes : [startTime % 60]).map((minute) => hour * 60 + minute),
  );
  const until = parts.get('UNTIL');
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekdays: (parts.get('BYDAY') ?? '').split(',').filter(Boolean).map(weekdayIn),
    monthDays: numbers('BYMONTHDAY'),
    months: numbers('BYMONTH'),
    times: ofDay.toSorted((a, b) => a - b),
    until: until === undefined ? Number.POSITIVE_INFINITY : untilOf(until),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : undefined,
  };
}

function weekdayIn(text: string) {
  const [, nth = '', name = ''] = /^([+-]?\d+)?([A-Z]{2})$/.exec(text) ?? [];
  const index = weekdays.indexOf(name);
  if (index < 0) throw new RecurrenceError(`${text} is not a weekday, as in MO or 1MO`);
  return { index, nth: nth === '' ? undefined : Number(nth) };
}

/** Parses `20261231T235959Z` or `20261231`; a date includes its whole day. */
function untilOf(text: string): number {
  const [, year, month, date, hour = '23', minute = '59'] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}Z?)?$/.exec(text) ?? [];
  if (year === undefined) throw new RecurrenceError(`UNTIL=${text} is not a date, as in 20261231`);
  return Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute)) / 60_000;
}

function isOccurrence(
  { frequency, interval, weekdays: days, monthDays, months }: Rule,
  today: number,
  first: number | undefined,
): boolean {
  const date = new Date(today * day * 60_000);
  const start = new Date((first ?? 0) * 60_000);
  const firstDay = Math.floor((first ?? 0) / day);
  if (first !== undefined && today < firstDay) return false;
  if (months.length > 0 && !months.includes(date.getUTCMonth() + 1)) return false;
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const ofMonth = date.getUTCDate();
  if (monthDays.length > 0 && !monthDays.some((one) => (one < 0 ? length + 1 + one : one) === ofMonth)) return false;
  if (days.length > 0 && !days.some(({ index, nth }) => index === date.getUTCDay() && isNth(nth, ofMonth, length)))
    return false;
  const isByDay = days.length + monthDays.length > 0;
  const monthsSince = (date.getUTCFullYear() - start.getUTCFullYear()) * 12 + date.getUTCMonth() - start.getUTCMonth();
  switch (frequency) {
    case 'DAILY':
      return first === undefined || (today - firstDay) % interval === 0;
    case 'WEEKLY':
      // without BYDAY, the rule recurs on the weekday of its start
      return (
        (isByDay || first === undefined || date.getUTCDay() === start.getUTCDay()) &&
        (first === undefined || weeksBetween(firstDay, today) % interval === 0)
      );
    case 'MONTHLY':
      return (isByDay || ofMonth === start.getUTCDate()) && (first === undefined || monthsSince % interval === 0);
    case 'YEARLY':
      return (
        (isByDay || ofMonth === start.getUTCDate()) &&
        (months.length > 0 || date.getUTCMonth() === start.getUTCMonth()) &&
        (first === undefined || Math.floor(monthsSince / 12) % interval === 0)
      );
    default:
      return frequency satisfies never;
  }
}

const isNth = (nth: number | undefined, ofMonth: number, length: number): boolean => {
  if (nth === undefined) return true;
  return nth > 0 ? Math.ceil(ofMonth / 7) === nth : Math.ceil((length - ofMonth + 1) / 7) === -nth;
};

/** Returns the number of weeks between two days; weeks start on Monday. The epoch was a Thursday. */
const weeksBetween = (from: number, to: number): number => Math.floor((to + 3) / 7) - Math.floor((from + 3) / 7);

function durationOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const minutes = Number(amount) * (minutesPerUnit[unit] ?? Number.NaN);
  if (Number.isNaN(minutes)) throw new RecurrenceError(`${text} is not a duration, as in 8h`);
  return minutes;
}

/** Parses a local time without an offset. */
function localMinute(text: string): number {
  const moment = Date.parse(`${text.replace(/Z$/, '')}Z`);
  if (Number.isNaN(moment)) throw new RecurrenceError(`${text} is not a time, as in 2026-11-01T09:00:00`);
  return Math.floor(moment / 60_000);
}
