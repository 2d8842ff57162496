/** Calendar date and time of day in a time zone. */
export interface CivilTime {
  readonly year: number;
  /** Month from 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Weekday from 1 (Monday) to 7 (Sunday). */
  readonly weekday: number;
  readonly dayOfYear: number;
  /** ISO 8601 week-based year, to which `week` belongs. */
  readonly weekYear: number;
  readonly week: number;
  /** Offset of the time zone from UTC in minutes. */
  readonly offsetMinutes: number;
}

// Maximum distance from 1970 in ms that both Java and ECMAScript support: 100 million days.
const farthest = 8.64e15;
const msPerDay = 86_400_000;

/**
 * Converts milliseconds since the epoch to a date and time. Returns undefined for a fraction, and for times more than 100 million
 * days before or after 1970.
 */
export function civilTime(epochMs: number, offsetMinutes: number): CivilTime | undefined {
  if (!Number.isInteger(epochMs) || Math.abs(epochMs) > farthest) return undefined;
  const local = epochMs + offsetMinutes * 60_000;
  const days = Math.floor(local / msPerDay);
  const ms = local - days * msPerDay;
  const date = dateOf(days);
  const dayOfYear = days - daysBefore(date.year) + 1;
  const weekday = ((((days + 3) % 7) + 7) % 7) + 1;
  return {
    ...date,
    hour: Math.floor(ms / 3_600_000),
    minute: Math.floor(ms / 60_000) % 60,
    second: Math.floor(ms / 1000) % 60,
    millisecond: ms % 1000,
    weekday,
    dayOfYear,
    ...isoWeek(days, weekday),
    offsetMinutes,
  };
}

// Converts days since 1970-01-01 to a date in the proleptic Gregorian calendar. Years start in March, which makes the leap day
// the last day of a year. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/**
 * Returns the number of days from 1970-01-01 to a date in the proleptic Gregorian calendar. Source: days_from_civil
 * in the article cited for `dateOf`.
 */
export function daysTo({ year, month, day }: { year: number; month: number; day: number }): number {
  const dayOfShiftedYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return daysBefore(month > 2 ? year : year - 1) + 59 + leapDay(month > 2 ? year : year - 1) + dayOfShiftedYear;
}

// Returns 1 for a leap year and 0 for any other year.
function leapDay(year: number): number {
  return daysBefore(year + 1) - daysBefore(year) - 365;
}

/** Returns the number of days from 1970-01-01 to January 1 of a year. */
function daysBefore(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

// Returns the ISO 8601 week and its year. A week belongs to the year that contains its Thursday.
function isoWeek(days: number, weekday: number): { weekYear: number; week: number } {
  const thursday = days + 4 - weekday;
  const weekYear = dateOf(thursday).year;
  return { weekYear, week: Math.floor((thursday - daysBefore(weekYear)) / 7) + 1 };
}
