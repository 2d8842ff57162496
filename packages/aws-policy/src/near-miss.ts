import { distance } from 'fastest-levenshtein';

/** `; did you mean X?` for the known word nearest to a misspelt one; nothing where none is near. */
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
