import { numberText } from '../convert';
import { ValueFault } from '../fault';
import { isList, sortedEntries, type Value } from '../value';

/**
 * Encodes a value as `jsonencode` does, with sorted keys, no spaces, and `<`, `>`, `&`, U+2028 and U+2029 escaped.
 * Source: Terraform language, "jsonencode Function".
 */
export function encodeJson(value: Value): string {
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`;
  return `{${sortedEntries(value)
    .map(([key, item]) => `${encodeText(key)}:${encodeJson(item)}`)
    .join(',')}}`;
}

function encodeText(value: string): string {
  return JSON.stringify(wellFormed(value)).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Replaces lone surrogates, which UTF-8 cannot encode, with U+FFFD, as Go does. */
export function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Evaluates `jsondecode`. Throws a ValueFault with the parser's reason if the text is not valid JSON. */
export function decodeJson(text: string): Value {
  try {
    const value: Value = JSON.parse(text.normalize('NFC'), rejectInfinity);
    return value;
  } catch (error) {
    throw new ValueFault(`jsondecode: ${error instanceof Error ? error.message : 'not JSON'}`, 0);
  }
}

function rejectInfinity(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw new Error('a number is too large');
  return value;
}
