import { closest, distance } from 'fastest-levenshtein';

/** The nearest known word, or undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(word, known);
  // Two letters changed places count as two.
  const tolerated = Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 4));
  return distance(word, found) <= tolerated ? found : undefined;
}

/** `; did you mean x?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}
