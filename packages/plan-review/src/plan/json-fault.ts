import { visit } from 'jsonc-parser';

/** Error in invalid JSON. `at` is an offset in UTF-16 code units. */
export type JsonFault =
  | { readonly kind: 'ends early' }
  | { readonly kind: 'unexpected'; readonly at: number }
  | { readonly kind: 'continues'; readonly at: number };

/**
 * Finds the first invalid token in JSON. The messages from `JSON.parse` differ between versions of Node.js, and most messages do
 * not contain the position.
 * @returns undefined if the JSON is valid or the position is unknown
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const at = firstErrorIn(text);
  if (at === undefined) return undefined;
  if (isCutOff(text.slice(at).trim())) return { kind: 'ends early' };
  return { kind: isJson(text.slice(0, at)) ? 'continues' : 'unexpected', at };
}

/**
 * Finds the first error with a recursive parser.
 * @returns the offset of the error; undefined for valid or too deeply nested text
 */
function firstErrorIn(text: string): number | undefined {
  let at: number | undefined;
  try {
    visit(text, { onError: (_, offset) => (at ??= offset) }, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return at;
}

/** Returns whether a token may be truncated: a string without a closing quote, a literal such as `true`, or a number. */
const isCutOff = (token: string) => /^(?:"(?:[^"\\\n]|\\.)*\\?|[\w.+-]*)$/.test(token);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the line and column of an offset. Both start at 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
