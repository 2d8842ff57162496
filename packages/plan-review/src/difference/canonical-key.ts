import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Returns a string that is identical for equal values. The order of properties is irrelevant. */
export function keyOf(value: Value): string {
  if (isList(value)) return `[${value.map(keyOf).join()}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, inside]) => `${JSON.stringify(name)}:${keyOf(inside)}`).join()}}`;
  }
  // JSON.stringify would convert infinity to null
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
