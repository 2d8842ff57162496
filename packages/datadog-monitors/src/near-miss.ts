import { closest, distance } from 'fastest-levenshtein';

/** Returns the most similar known word, or undefined if none is similar. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(word, known);
  // tolerate two edits in all but short words, because a transposition of two letters counts as two edits
  const tolerated = Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 4));
  return distance(word, found) <= tolerated ? found : undefined;
}

/** Returns `; did you mean x?`, or an empty string if no known word is similar. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}
