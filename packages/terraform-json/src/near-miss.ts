import { closest, distance } from 'fastest-levenshtein';

/** `; did you mean x?`, or nothing where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, known);
  // Two letters changed places count as two.
  const tolerated = Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3));
  return distance(word, nearest) <= tolerated ? `; did you mean ${nearest}?` : '';
}
