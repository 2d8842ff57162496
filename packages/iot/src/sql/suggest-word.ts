import { distance } from 'fastest-levenshtein';

/** Returns the most similar known word, ignoring case, or undefined if no word is similar enough. */
export function nearMiss(word: string, known: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = (word.length < 3 ? 1 : word.length < 6 ? 2 : 3) + 1;
  for (const candidate of known) {
    const found = distance(lower, candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}
