import type { FieldValue } from '@himeshima/iot';

const isSimple = (value: unknown): value is FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * The fields of a document as fleet indexing names them: `shadow.reported.stats.battery`. Null is not indexed, nor is a
 * list that holds more than simple values.
 * Source: AWS IoT developer guide, "managing-index", "Restrictions and limitations".
 */
export function flattened(value: unknown, name = ''): [string, readonly FieldValue[]][] {
  if (isSimple(value)) return [[name, [value]]];
  if (Array.isArray(value)) return value.length > 0 && value.every(isSimple) ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    flattened(inner, name === '' ? key : `${name}.${key}`),
  );
}
