import { parseSchedule } from './expression';

/** Year in which runs are counted: a leap year, to include schedules on February 29. */
const [from, to] = [Date.UTC(2032, 0, 1), Date.UTC(2033, 0, 1)];

/**
 * Returns how often a schedule runs in a leap year. Ignores the year field of a cron expression. An `at(…)` schedule runs once.
 * @returns undefined if the text is not a valid schedule, for example a Terraform reference
 */
export function timesAYear(expression: string): number | undefined {
  if (/^at\(.*\)$/.test(expression)) return 1;
  try {
    const schedule = parseSchedule(expression);
    const [, inside] = /^cron\((.*)\)$/.exec(expression) ?? [];
    if (inside === undefined) return (to - from) / (schedule.next(0) ?? Number.NaN);
    const [minutes = '', hours = '', ...days] = inside.trim().split(/\s+/);
    return valuesIn(minutes, 59) * valuesIn(hours, 23) * daysIn(days);
  } catch {
    return undefined;
  }
}

/** Counts the values of a minute or hour field, because iterating over all runs in a year would take a second. */
function valuesIn(field: string, last: number): number {
  const values = field.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [first = '', end] = range.split('-');
    const isAll = first === '*';
    const until = isAll || (end === undefined && step !== undefined) ? last : Number(end ?? first);
    const start = isAll ? 0 : Number(first);
    const every = Number(step ?? 1);
    return Array.from({ length: Math.max(0, Math.floor((until - start) / every) + 1) }, (_, at) => start + at * every);
  });
  return new Set(values).size;
}

function daysIn([ofMonth = '', month = '', ofWeek = '']: readonly string[]): number {
  const year = (to - from) / 86_400_000;
  if (month === '*' && [ofMonth, ofWeek].every((field) => field === '*' || field === '?')) return year;
  const { next } = parseSchedule(`cron(0 0 ${ofMonth} ${month} ${ofWeek} *)`);
  let days = 0;
  for (let due = next(from - 1); due !== undefined && due < to; due = next(due)) days += 1;
  return days;
}
