import { toIndex, toText } from '../convert';
import { isArray, isNumber, type SqlValue } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions. Arguments that are not Strings are converted; Null and
// Undefined cannot be converted.

type Values = readonly SqlValue[];

export function onText(apply: (text: string) => SqlValue) {
  return ([value]: Values) => {
    const text = toText(value);
    return text === undefined ? undefined : apply(text);
  };
}

export function onTexts(apply: (a: string, b: string) => SqlValue) {
  return ([left, right]: Values) => {
    const a = toText(left);
    const b = toText(right);
    return a === undefined || b === undefined ? undefined : apply(a, b);
  };
}

export const lower = onText((text) => text.toLowerCase());
export const upper = onText((text) => text.toUpperCase());
export const length = onText((text) => text.length);
export const numbytes = onText((text) => Buffer.byteLength(text));
export const trim = onText((text) => text.trim());
// the guide says "white space (tabs and spaces)"; JavaScript's trimStart() would remove more
export const ltrim = onText((text) => text.replace(/^[ \t]+/, ''));
export const rtrim = onText((text) => text.slice(0, endOfText(text)));
function endOfText(text: string): number {
  let end = text.length;
  while (end > 0 && (text.charAt(end - 1) === ' ' || text.charAt(end - 1) === '\t')) end -= 1;
  return end;
}

export const startswith = onTexts((text, start) => text.startsWith(start));
export const endswith = onTexts((text, end) => text.endsWith(end));

/**
 * Evaluates indexof with 0-based indexes. As in Java, the result is -1 for a missing substring; the guide does not
 * specify this.
 */
export const indexof = onTexts((text, part) => text.indexOf(part));

export function replace([value, from, to]: Values): SqlValue {
  const text = toText(value);
  const part = toText(from);
  const replacement = toText(to);
  if (text === undefined || part === undefined || replacement === undefined) return undefined;
  return text.replaceAll(part, () => replacement);
}

/**
 * Evaluates substring(text, from[, to]). Indexes are 0-based and limited to the length of the text; `to` is exclusive.
 */
export function substring(values: Values): SqlValue {
  const text = toText(values[0]);
  const from = toIndex(values[1]);
  const to = values.length > 2 ? toIndex(values[2]) : Number.POSITIVE_INFINITY;
  if (text === undefined || from === undefined || to === undefined) return undefined;
  return text.slice(Math.max(0, from), Math.max(0, to));
}

function padding(pad: (text: string, spaces: string) => string) {
  return ([value, count]: Values) => {
    const text = toText(value);
    const spaces = toIndex(count);
    if (text === undefined || spaces === undefined) return undefined;
    return pad(text, ' '.repeat(Math.max(0, Math.min(1000, spaces))));
  };
}

export const lpad = padding((text, spaces) => spaces + text);
export const rpad = padding((text, spaces) => text + spaces);

/** Evaluates chr(code), which supports only ASCII codes from 0 to 127. */
export function chr([value]: Values): SqlValue {
  const code = toIndex(value);
  return code === undefined || code < 0 || code > 127 ? undefined : String.fromCharCode(code);
}

/**
 * Evaluates concat(…), which returns an array if any argument is an array, and otherwise a String. Several arguments without a
 * String or an array are Undefined. The guide states that a single argument is returned "unmodified", but this package follows
 * the guide's example concat(1) = "1".
 */
export function concat(values: Values): SqlValue {
  if (values.length === 0) return undefined;
  if (values.some(isArray)) return values.flatMap((value) => (value === undefined ? [] : value));
  if (values.length === 1) return isNumber(values[0]) ? toText(values[0]) : values[0];
  if (!values.some((value) => typeof value === 'string')) return undefined;
  const texts = values.map(toText);
  return texts.includes(undefined) ? undefined : texts.join('');
}
