import { closest, distance } from 'fastest-levenshtein';

/** Returns `; did you mean x?` with the most similar known word; an empty string if no word is similar. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, known);
  // In words of more than three letters, at least two edits are allowed, because swapping two letters is two edits.
  const tolerated = Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3));
  return distance(word, nearest) <= tolerated ? `; did you mean ${nearest}?` : '';
}
