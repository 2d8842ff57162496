import { distance } from 'fastest-levenshtein';

/** Returns `; did you mean X?` with the most similar known word; an empty string if no word is similar. */
export function didYouMean(word: string, words: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 4)) + 1;
  for (const candidate of words) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best === undefined ? '' : `; did you mean ${best}?`;
}
