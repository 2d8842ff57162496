/** Segment of a pattern after variables are replaced: literal text, `*` or `?`. */
export type Piece = { readonly text: string } | { readonly wildcard: '*' | '?' };

/** Predicate that returns whether text matches a pattern. */
export type Matcher = (text: string) => boolean;

/** Part of a pattern between two `*`, as a list of character codes. The code `anyOne` represents `?`. */
type Part = readonly number[];
const anyOne = -1;

/**
 * Compiles an IAM pattern, in which `*` matches any characters, including `/` and `:`, and `?` matches
 * exactly one. MQTT's `+` and `#` are ordinary characters. Source: AWS IoT developer guide, "pub-sub-policy";
 * IAM user guide, "reference_policies_elements_resource".
 */
export function matcherOf(pieces: readonly Piece[]): Matcher {
  const parts = partsOf(pieces);
  return (text) => fits(parts, text);
}

/** Returns whether text matches a pattern that contains no variables. */
export function fitsWildcard(pattern: string, text: string): boolean {
  return fits(partsOf(wildcardPieces(pattern)), text);
}

/** Splits text into wildcards and literal pieces. */
export function wildcardPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character !== '*' && character !== '?') continue;
    if (at > from) pieces.push({ text: text.slice(from, at) });
    pieces.push({ wildcard: character });
    from = at + 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Joins the pieces of a pattern into text, for comparisons in which `*` and `?` are ordinary characters. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : piece.wildcard)).join('');
}

function partsOf(pieces: readonly Piece[]): readonly Part[] {
  let part: number[] = [];
  const parts = [part];
  for (const piece of pieces) {
    if ('text' in piece) for (let at = 0; at < piece.text.length; at++) part.push(piece.text.charCodeAt(at));
    else if (piece.wildcard === '?') part.push(anyOne);
    else {
      part = [];
      parts.push(part);
    }
  }
  return parts;
}

/**
 * Returns whether the text starts with the first part, ends with the last part, and contains the remaining parts in order between them.
 */
function fits(parts: readonly Part[], text: string): boolean {
  const first = parts[0] ?? [];
  const last = parts.at(-1) ?? [];
  if (parts.length === 1) return first.length === text.length && standsAt(first, text, 0);
  const end = text.length - last.length;
  if (first.length > end || !standsAt(first, text, 0) || !standsAt(last, text, end)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    while (at + part.length <= end && !standsAt(part, text, at)) at += 1;
    at += part.length;
    if (at > end) return false;
  }
  return true;
}

function standsAt(part: Part, text: string, at: number): boolean {
  for (let index = 0; index < part.length; index++) {
    if (part[index] !== anyOne && part[index] !== text.charCodeAt(at + index)) return false;
  }
  return true;
}
