import type { Window } from '../query/tree';
import { NotEvaluated } from './refused';
import type { Range } from './source';

/** How often a monitor looks, in minutes, by its window. Source: D/monitors/configuration, "Evaluation frequency". */
export function cadence({ minutes }: Window): number {
  if (minutes < 24 * 60) return 1;
  return minutes < 48 * 60 ? 10 : 30;
}

// The epoch began on a Thursday; Datadog's week on a Monday.
const firstMonday = 4 * 1440;

/** The minutes that the window holds when it ends with `to`, which it includes. */
export function rangeOf(window: Window, to: number): Range {
  if (window.kind === 'last') return { from: to - window.minutes + 1, to };
  if (window.unit === 'mo') throw new NotEvaluated('current_1mo', 'months are not simulated');
  const offset = window.unit === 'w' ? firstMonday : 0;
  return { from: Math.floor((to - offset) / window.minutes) * window.minutes + offset, to };
}

const bucketMinutes: Readonly<Record<Window['unit'], number>> = { m: 1, h: 10, d: 60, w: 60, mo: 240 };

/**
 * Whether a window counts as full: its first bucket holds data, and at most three are empty.
 * Source: D/monitors/types/metric, "Require a full window of data"
 */
export function isFull(window: Window, seen: readonly boolean[]): boolean {
  const size = bucketMinutes[window.unit];
  const buckets: boolean[] = [];
  for (let start = 0; start < seen.length; start += size) buckets.push(seen.slice(start, start + size).includes(true));
  return buckets[0] === true && buckets.filter((holds) => !holds).length <= 3;
}
