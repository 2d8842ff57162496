import type { Part, Phrase } from '../phrase';
import type { Review } from '../review';
import type { SourceLine } from '../sources/source-location';

/** Returns a function that links each address in a phrase to the line of code that declares the resource. */
export const sourceLinks = ({ addresses }: Review): ((phrase: Phrase) => Phrase) =>
  atAddresses(
    addresses.filter(({ source }) => source?.url),
    (part, { url }) => [url === undefined ? part : { ...part, href: url }],
  );

/** Returns a function that adds the line of code after each address in a phrase: `aws_sqs_queue.jobs (main.tf:2)`. */
export const sourceLines = ({ addresses }: Review): ((phrase: Phrase) => Phrase) =>
  atAddresses(addresses, (part, { path, line }) => [part, ' (', { prose: `${path}:${line}` }, ')']);

type Name = Extract<Part, { readonly code: string }>;

/** Returns a function that replaces each address of a resource whose declaration was found. */
function atAddresses(
  addresses: Review['addresses'],
  replace: (part: Name, source: SourceLine) => Phrase,
): (phrase: Phrase) => Phrase {
  const sources = new Map(addresses.flatMap(({ address, source }) => (source ? [[address, source]] : [])));
  if (sources.size === 0) return (phrase) => phrase;
  return (phrase) =>
    phrase.flatMap((part) => {
      if (typeof part === 'string' || !('code' in part)) return [part];
      const source = sources.get(part.code);
      return source === undefined ? [part] : replace(part, source);
    });
}

/** Removes the links from a note, because they contain the commit and line numbers. */
export const withoutSourceLinks = (note: string): string =>
  note.replace(/\[(`[^`\n]+`)\]\(https?:\/\/[^\s)]+\)/g, '$1');
