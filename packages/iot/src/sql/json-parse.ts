import { decimalFrom, settleDecimal, settleNumber } from './exact-number';
import { deepestValue, type SqlNumber, type SqlValue, setKey } from './value';

// Pattern for numbers with 16 or more digits or a two-digit exponent, which a double might round.
const mayExceedDouble = /[\d.]{16}|\d[eE][+-]?\d{2}/;
const mayBeWholeDecimal = /\d\.0|\d[eE]/;

/**
 * Parses JSON without losing digits. Numbers that doubles represent exactly remain numbers; others become bigints or
 * Decimals. With `wholeDecimals`, 10.0 remains a Decimal, as SQL 2015-10-08 requires; otherwise it becomes the Int 10.
 * @returns undefined if the text is not JSON
 */
export function parseJson(text: string, { wholeDecimals }: { wholeDecimals: boolean }): SqlValue {
  let value: SqlValue;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!mayExceedDouble.test(text) && !(wholeDecimals && mayBeWholeDecimal.test(text))) return value;
  return exactly(text, wholeDecimals) ?? value;
}

interface Cursor {
  readonly text: string;
  readonly wholeDecimals: boolean;
  at: number;
  tooDeep: boolean;
}

// Parses JSON exactly. The text is not validated, because JSON.parse has already accepted it.
function exactly(text: string, wholeDecimals: boolean): SqlValue {
  const cursor: Cursor = { text, wholeDecimals, at: 0, tooDeep: false };
  const value = parseValue(cursor, 0);
  return cursor.tooDeep ? undefined : value;
}

function parseValue(cursor: Cursor, depth: number): SqlValue {
  if (depth > deepestValue) cursor.tooDeep = true;
  if (cursor.tooDeep) return undefined;
  const first = peek(cursor);
  if (first === '{') return parseObject(cursor, depth);
  if (first === '[') return parseArray(cursor, depth);
  if (first === '"') return parseString(cursor);
  return parseScalar(cursor);
}

function parseObject(cursor: Cursor, depth: number): SqlValue {
  const object: { [key: string]: SqlValue } = {};
  cursor.at += 1;
  while (!cursor.tooDeep && peek(cursor) !== '}') {
    if (peek(cursor) === ',') cursor.at += 1;
    peek(cursor);
    const key = parseString(cursor);
    peek(cursor);
    cursor.at += 1;
    setKey(object, key, parseValue(cursor, depth + 1));
  }
  cursor.at += 1;
  return object;
}

function parseArray(cursor: Cursor, depth: number): SqlValue {
  const items: SqlValue[] = [];
  cursor.at += 1;
  while (!cursor.tooDeep && peek(cursor) !== ']') {
    if (peek(cursor) === ',') cursor.at += 1;
    items.push(parseValue(cursor, depth + 1));
  }
  cursor.at += 1;
  return items;
}

function parseString(cursor: Cursor): string {
  const start = cursor.at;
  let end = start + 1;
  while (cursor.text.charAt(end) !== '"') end += cursor.text.charAt(end) === '\\' ? 2 : 1;
  cursor.at = end + 1;
  return JSON.parse(cursor.text.slice(start, end + 1));
}

function parseScalar(cursor: Cursor): SqlValue {
  scalar.lastIndex = cursor.at;
  const text = scalar.exec(cursor.text)?.[0] ?? '';
  cursor.at += text.length;
  return /[\d]/.test(text) ? numberFromText(text, cursor) : JSON.parse(text);
}

const scalar = /[^\s,\]}]+/y;

/**
 * Parses a number in JSON or SQL. With `wholeDecimals`, a number with a point or an exponent remains a Decimal. A
 * number beyond 1E999 is Undefined.
 */
export function numberFromText(text: string, { wholeDecimals }: { wholeDecimals: boolean }): SqlNumber | undefined {
  const decimal = decimalFrom(text);
  return wholeDecimals && /[.eE]/.test(text) ? settleDecimal(decimal) : settleNumber(decimal);
}

function peek(cursor: Cursor): string {
  while (cursor.at < cursor.text.length && cursor.text.charCodeAt(cursor.at) <= 32) cursor.at += 1;
  return cursor.text.charAt(cursor.at);
}
