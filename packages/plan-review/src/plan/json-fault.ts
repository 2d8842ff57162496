import { visit } from 'jsonc-parser';

/** Why a text is not JSON. Offsets count UTF-16 units from 0. */
export type JsonFault =
  | { readonly kind: 'ends early' }
  | { readonly kind: 'unexpected'; readonly at: number }
  | { readonly kind: 'continues'; readonly at: number };

/**
 * Finds where a text stops being JSON: the token, for a string its beginning. The messages of `JSON.parse` differ between versions of
 * Node.js, and most of them do not name the position.
 * @returns undefined for valid JSON, or if the place is unknown
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const at = firstErrorIn(text);
  if (at === undefined) return undefined;
  if (isCutOff(text.slice(at).trim())) return { kind: 'ends early' };
  return { kind: isJson(text.slice(0, at)) ? 'continues' : 'unexpected', at };
}

/** @returns undefined also if the text is nested too deep for the parser, which recurses */
function firstErrorIn(text: string): number | undefined {
  let at: number | undefined;
  try {
    visit(text, { onError: (_, offset) => (at ??= offset) }, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return at;
}

/** Whether a token may be the beginning of a longer one: a string without its closing quote, a word or a number. */
const isCutOff = (token: string) => /^(?:"(?:[^"\\\n]|\\.)*\\?|[\w.+-]*)$/.test(token);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Finds the line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
