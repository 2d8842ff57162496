import type { Phrase } from '../phrase';
import type { Review } from '../review';

/** Returns a function that links each address in a phrase to the line of code that declares the resource. */
export function sourceLinks({ addresses }: Review): (phrase: Phrase) => Phrase {
  const urls = new Map(addresses.flatMap(({ address, source }) => (source?.url ? [[address, source.url]] : [])));
  if (urls.size === 0) return (phrase) => phrase;
  return (phrase) =>
    phrase.map((part) => {
      if (typeof part === 'string' || !('code' in part)) return part;
      const href = urls.get(part.code);
      return href === undefined ? part : { ...part, href };
    });
}

/** Removes the links from a note, because they contain the commit and line numbers. */
export const withoutSourceLinks = (note: string): string =>
  note.replace(/\[(`[^`\n]+`)\]\(https?:\/\/[^\s)]+\)/g, '$1');
