/** Why a text is not JSON. Offsets count UTF-16 units from 0. */
export type JsonFault =
  | { readonly kind: 'ends early' }
  | { readonly kind: 'unexpected'; readonly at: number }
  | { readonly kind: 'continues'; readonly at: number };

/** The next token. `first` also allows the closing bracket of an empty list or object. */
type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma';

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** `-`, `1.` and `1e` are the beginning of a number that was cut off. */
const numberPrefix = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?$/;
const literals = ['true', 'false', 'null'];

/**
 * Finds where a text stops being JSON. The messages of `JSON.parse` differ between versions of Node.js, and most of them do not
 * name the position.
 * @returns undefined for valid JSON
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = skip(space, text, at);
    if (open.length === 0 && expected === 'comma') return at < text.length ? { kind: 'continues', at } : undefined;
    if (at >= text.length) return { kind: 'ends early' };
    const sign = text[at];
    const inner = open.at(-1);
    const closes = sign === (inner === '{' ? '}' : ']') && inner !== undefined;
    if (closes && ['comma', inner === '{' ? 'first key' : 'first value'].includes(expected)) {
      open.pop();
      expected = 'comma';
      at += 1;
    } else if (expected === 'comma' && sign === ',') {
      expected = inner === '{' ? 'key' : 'value';
      at += 1;
    } else if (expected === 'colon' && sign === ':') {
      expected = 'value';
      at += 1;
    } else if (expected === 'key' || expected === 'first key') {
      const end = sign === '"' ? endOfString(text, at) : at;
      if (end === undefined) return { kind: 'ends early' };
      if (end <= at) return { kind: 'unexpected', at: Math.abs(end) };
      expected = 'colon';
      at = end;
    } else if (expected === 'value' || expected === 'first value') {
      if (sign === '{' || sign === '[') {
        open.push(sign);
        expected = sign === '{' ? 'first key' : 'first value';
        at += 1;
        continue;
      }
      const end = endOfScalar(text, at);
      if (end === undefined) return { kind: 'ends early' };
      if (end <= at) return { kind: 'unexpected', at: Math.abs(end) };
      expected = 'comma';
      at = end;
    } else return { kind: 'unexpected', at };
  }
}

/** Finds the line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

/** @returns the offset behind it; undefined if the text ends inside; zero or negative: the offset of what is wrong */
function endOfScalar(text: string, at: number): number | undefined {
  if (text[at] === '"') return endOfString(text, at);
  for (const literal of literals) {
    if (text.startsWith(literal, at)) return at + literal.length;
    if (literal.startsWith(text.slice(at))) return undefined;
  }
  const end = skip(number, text, at);
  // no number that Terraform writes is as long
  if (end < text.length && text.length - at < 400 && numberPrefix.test(text.slice(at))) return undefined;
  return end > at ? end : -at;
}

/** @returns as `endOfScalar` */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at;
    if (code !== 0x5c) continue;
    const escaped = text.slice(at + 1, at + 6);
    if (/^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(escaped)) at += escaped.startsWith('u') ? 5 : 1;
    else return /^(?:u[\da-fA-F]{0,3})?$/.test(escaped) && at + 1 + escaped.length >= text.length ? undefined : -at;
  }
  return undefined;
}
