import type { EvaluationSchedule } from '../monitor/definition';
import type { Window } from '../query/query-tree';
import { NotEvaluatedError } from './not-evaluated-error';
import type { Range } from './source';
import { fromLocal, offsetAt } from './time-zone';

/**
 * Returns the number of minutes between two evaluations of a window. Source:
 * docs.datadoghq.com/monitors/configuration, "Evaluation frequency"
 */
export function cadence({ minutes }: Window): number {
  if (minutes < 24 * 60) return 1;
  return minutes < 48 * 60 ? 10 : 30;
}

/** Default start of cumulative windows: the full hour, midnight, the first of the month. */
const midnight: EvaluationSchedule = { dayStarts: 0, hourStarts: 0, monthStarts: 1 };

/**
 * Returns the minutes of the window that ends with `to`, inclusive.
 * Source: docs.datadoghq.com/monitors/configuration, "Cumulative time windows"
 */
export function rangeOf(window: Window, to: number, schedule: EvaluationSchedule = midnight): Range {
  if (window.kind === 'next') throw new NotEvaluatedError('a window that looks ahead', 'forecasts are not simulated');
  if (window.kind === 'last') return { from: to - window.minutes + 1, to };
  const { timezone = 'UTC' } = schedule;
  const local = to + offsetAt(timezone, to);
  return { from: fromLocal(timezone, startOf(window, local, schedule)), to };
}

/** Returns the start of a cumulative window in local time. */
function startOf(window: Window, local: number, schedule: EvaluationSchedule): number {
  if (window.unit === 'mo') return monthStart(local, schedule);
  const offset = window.unit === 'h' ? schedule.hourStarts : schedule.dayStarts;
  return Math.floor((local - offset) / window.minutes) * window.minutes + offset;
}

function monthStart(local: number, { monthStarts, dayStarts }: EvaluationSchedule): number {
  const date = new Date(local * 60_000);
  const startIn = (month: number) => Date.UTC(date.getUTCFullYear(), month, monthStarts) / 60_000 + dayStarts;
  const start = startIn(date.getUTCMonth());
  return start <= local ? start : startIn(date.getUTCMonth() - 1);
}

const bucketMinutes: Readonly<Record<Window['unit'], number>> = { m: 1, h: 10, d: 60, w: 60, mo: 240 };

/**
 * Returns whether a window is full: its first bucket has data, and at most three buckets are empty.
 * Source: docs.datadoghq.com/monitors/types/metric, "Require a full window of data"
 */
export function isFull(window: Window, seen: Uint8Array): boolean {
  const size = bucketMinutes[window.unit];
  const buckets: boolean[] = [];
  for (let start = 0; start < seen.length; start += size) buckets.push(seen.slice(start, start + size).includes(1));
  return buckets[0] === true && buckets.filter((holds) => !holds).length <= 3;
}
