import type { FieldValue } from '@himeshima/iot';

const isSimple = (value: unknown): value is FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * Returns the fields of a document with their names in the fleet index, for example `shadow.reported.stats.battery`.
 * Nulls and lists with nested values are not indexed. Source: AWS IoT developer guide, "managing-index",
 * "Restrictions and limitations".
 */
export function flattenDocument(value: unknown, name = ''): [string, readonly FieldValue[]][] {
  if (isSimple(value)) return [[name, [value]]];
  if (Array.isArray(value)) return value.length > 0 && value.every(isSimple) ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    flattenDocument(inner, name === '' ? key : `${name}.${key}`),
  );
}
