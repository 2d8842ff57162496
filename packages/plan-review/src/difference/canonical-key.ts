import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Returns a text that is equal for equal values, regardless of the order of their properties. */
export function keyOf(value: Value): string {
  if (isList(value)) return `[${value.map(keyOf).join()}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, inside]) => `${JSON.stringify(name)}:${keyOf(inside)}`).join()}}`;
  }
  // JSON.stringify writes an infinite number as null
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
