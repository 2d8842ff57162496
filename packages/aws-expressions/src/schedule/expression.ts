import { Cron } from 'croner';

/** Parsed schedule expression. */
export interface Schedule {
  /** Returns the next run after a time, both in ms since the epoch, or undefined if the schedule never runs again. */
  next(after: number): number | undefined;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Parses an EventBridge schedule expression in UTC: `cron(0 17 * * ? *)`, `rate(5 minutes)`. Source: EventBridge user guide,
 * "Cron expressions" and "Rate expressions".
 * @throws Error if the expression is invalid
 */
export function parseSchedule(text: string): Schedule {
  const [, kind, inside = ''] = /^(cron|rate)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return rate(text, inside);
  if (kind === 'cron') return cron(text, inside);
  throw new Error(`"${text}" is not a schedule; write cron(0 17 * * ? *) or rate(5 minutes)`);
}

/** Parses a rate. The next run is one interval after the given time. */
function rate(text: string, inside: string): Schedule {
  const [, number = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(inside) ?? [];
  const every = Number(number) * (units[unit] ?? Number.NaN);
  if (Number.isNaN(every)) throw new Error(`${text}: expected a whole number of minutes, hours or days`);
  if ((plural === 's') !== (number !== '1')) throw new Error(`${text}: write rate(1 ${unit}), and rate(2 ${unit}s)`);
  return { next: (after) => after + every };
}

function cron(text: string, inside: string): Schedule {
  const fields = inside.trim().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  if (dayOfWeek === undefined || year === undefined || fields.length !== 6)
    throw new Error(
      `${text} has ${fields.length} fields; expected six: minutes, hours, day of month, month, day of week, year`,
    );
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error(`${text}: exactly one of the fields "day of month" and "day of week" must be "?"`);
  const pattern = ['0', minutes, hours, dayOfMonth, month, fromZero(dayOfWeek), year].join(' ');
  try {
    const parsed = new Cron(pattern, { timezone: 'UTC', paused: true, sloppyRanges: true });
    return { next: (after) => parsed.nextRun(new Date(after))?.getTime() };
  } catch (error) {
    throw new Error(`${text}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Converts EventBridge's days of the week to croner's: 1 (Sunday) to 7 become 0 to 6, and `5L` (last
 * Thursday) becomes `4#L`.
 */
const fromZero = (field: string) =>
  field.replace(/(?<![#/])[1-7](?!\d)/g, (digit) => String(Number(digit) - 1)).replace(/([0-6])L/, '$1#L');
