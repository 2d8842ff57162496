import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Returns a string that is identical for equal values, regardless of property order. */
export function keyOf(value: Value): string {
  if (isList(value)) return `[${value.map(keyOf).join()}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, inside]) => `${JSON.stringify(name)}:${keyOf(inside)}`).join()}}`;
  }
  // use String for numbers, because JSON.stringify writes infinity as null
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
