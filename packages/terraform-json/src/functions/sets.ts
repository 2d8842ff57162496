import { unify } from '../convert';
import { compareText, equal, type Value } from '../value';

/** Removes duplicates and keeps the first occurrence of each value. */
export function distinct(values: readonly Value[]): Value[] {
  const seen = new Set<Value>();
  const kept: Value[] = [];
  for (const value of values) {
    const known = typeof value === 'object' ? kept.some((other) => equal(other, value)) : seen.has(value);
    if (known) continue;
    seen.add(value);
    kept.push(value);
  }
  return kept;
}

/** Returns values as a set in Terraform's order: strings by code point, numbers by value, false before true. */
export function asSet(values: readonly Value[]): Value[] {
  return distinct(unify(values)).sort((a, b) => {
    if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
    if (typeof a === 'object' || typeof b === 'object') return 0;
    return Number(a) - Number(b);
  });
}
