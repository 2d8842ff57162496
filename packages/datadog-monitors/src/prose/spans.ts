import { printNumber } from '../query/print-number';
import type { Comparator, Window } from '../query/query-tree';

const units = [
  ['week', 10_080],
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Formats minutes in the largest unit that divides them, for example `5 minutes`, `1 hour` or `2 days`. */
export function minutesInWords(minutes: number): string {
  const [name, size] = units.find(([, length]) => minutes >= length && minutes % length === 0) ?? ['minute', 1];
  return counted(minutes / size, name);
}

export function secondsInWords(seconds: number): string {
  return seconds % 60 === 0 ? minutesInWords(seconds / 60) : counted(seconds, 'second');
}

/** Formats a count with its noun, for example `1 run` or `3 runs`. */
export function counted(count: number, noun: string): string {
  return `${printNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Formats a window, for example `the last 5 minutes` or `the current month`. */
export function windowInWords({ kind, amount, unit, minutes }: Window): string {
  const name = { m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month' }[unit];
  if (kind === 'current') return `the current ${name}`;
  const span = unit === 'mo' ? counted(amount, name) : minutesInWords(minutes);
  return `the ${kind} ${span.replace(/^1 /, '')}`;
}

const phrases: Readonly<Record<Comparator, (limit: string) => string>> = {
  '>': (limit) => `more than ${limit}`,
  '>=': (limit) => `${limit} or more`,
  '<': (limit) => `less than ${limit}`,
  '<=': (limit) => `${limit} or less`,
  '==': (limit) => `exactly ${limit}`,
  '!=': (limit) => `anything but ${limit}`,
};

const opposites: Readonly<Record<Comparator, Comparator>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

/** Formats a comparison, for example `1 or more` or `less than 5`. */
export function comparison(sign: Comparator, limit: string): string {
  return phrases[sign](limit);
}

/** Returns the inverse of a comparison: `<=` for `>`. */
export function opposite(sign: Comparator): Comparator {
  return opposites[sign];
}

/** Joins items as `a`, `a and b` or `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  const [last = '', ...before] = items.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} ${word} ${last}`;
}
