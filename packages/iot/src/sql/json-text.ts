import { Decimal } from 'decimal.js';
import { numberText } from './exact-number';
import { deepestValue, isArray, isObject, type SqlValue } from './value';

/**
 * Formats a value as JSON. Numbers keep all their digits, and Undefined keys and elements are omitted. Returns
 * undefined for Undefined itself, raw bytes, and values with more than 500 levels of nesting. Source: AWS IoT developer
 * guide, iot-sql-data-types, "Undefined".
 */
export function jsonText(value: SqlValue): string | undefined {
  const kind = plainness(value, 0);
  if (kind === 'too deep') return undefined;
  return kind === 'plain' ? JSON.stringify(value) : exactText(value);
}

type Plainness = 'plain' | 'exact' | 'too deep';

// Returns `plain` if JSON.stringify formats the value correctly, because it is much faster than this module's code.
function plainness(value: SqlValue, depth: number): Plainness {
  if (typeof value === 'bigint' || value instanceof Decimal || value instanceof Uint8Array) return 'exact';
  if (typeof value !== 'object' || value === null) return 'plain';
  if (depth > deepestValue) return 'too deep';
  let kind: Plainness = 'plain';
  for (const child of isArray(value) ? value : Object.values(value)) {
    const found = child === undefined && Array.isArray(value) ? 'exact' : plainness(child, depth + 1);
    if (found === 'too deep') return found;
    if (found === 'exact') kind = found;
  }
  return kind;
}

function exactText(value: SqlValue): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof Decimal) return numberText(value);
  if (isArray(value)) return `[${value.flatMap((item) => exactText(item) ?? []).join(',')}]`;
  if (!isObject(value)) return value instanceof Uint8Array ? undefined : JSON.stringify(value);
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const text = exactText(item);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${entries.join(',')}}`;
}
