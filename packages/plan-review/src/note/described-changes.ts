import { type ChangedResource, noLongerConfigured } from '../changes/describe-change';
import type { Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { inOneLine, namedIn } from '../group-dangers';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Danger } from '../rules/rule';
import { explainDangers, inOneSentence } from './format-dangers';
import { plain } from './json-output';

/** Nouns for the actions whose changes a sentence about a danger may describe completely. */
const nouns: Readonly<Record<string, string>> = { create: 'creation', update: 'update', delete: 'deletion' };

/** Slices without the changes that the section about dangers already describes. */
interface RemainingChanges {
  readonly slices: readonly Slice[];
  /** Counts the removed changes: `2 deletions and 1 update are described only under “Dangers”`. Empty if no change was removed. */
  readonly described: Phrase;
}

/** Removes the changes whose address and values are all in the section about dangers, so that the note does not repeat them. */
export function omitDescribedChanges(slices: readonly Slice[], dangers: readonly Danger[]): RemainingChanges {
  const sentences = new Map<string, string>();
  const add = (address: string, sentence: Phrase) =>
    sentences.set(address, `${sentences.get(address) ?? ''}${plain(sentence)}\n`);
  for (const group of explainDangers(dangers)) {
    for (const address of namedIn(group)) add(address, inOneLine(group));
    for (const danger of group.unnamed) add(danger.address, inOneSentence(danger));
  }
  const objects = groupBy(
    slices.flatMap(({ resources }) => resources),
    ({ address }) => address,
  );
  const isDescribed = (resource: ChangedResource): boolean => {
    const sentence = sentences.get(resource.address);
    // several objects of a resource have the same address
    return sentence !== undefined && objects.get(resource.address)?.length === 1 && describes(sentence, resource);
  };
  const described = groupBy(
    slices.flatMap(({ resources }) => resources.filter(isDescribed)),
    ({ action }) => action,
  );
  return {
    slices: slices.map((slice) => ({ ...slice, resources: slice.resources.filter((one) => !isDescribed(one)) })),
    described: countsOf(described),
  };
}

function countsOf(described: ReadonlyMap<string, readonly ChangedResource[]>): Phrase {
  const counts = [...described].map(([action, those]) => words(counted(those.length, nouns[action] ?? action)));
  const isOne = described.size === 1 && [...described.values()].every(({ length }) => length === 1);
  return counts.length === 0 ? [] : say`${joined(counts)} ${[isOne ? 'is' : 'are']} described only under “Dangers”`;
}

/** Returns whether a deletion has no reason, or the most common one. */
const isUsual = (note: Phrase): boolean => ['', noLongerConfigured].includes(plain(note));

/** Returns whether a sentence contains all values of a change. The values of a deleted resource no longer matter. */
const describes = (sentence: string, { action, note, lines, afterApply }: ChangedResource): boolean =>
  (action === 'delete' && isUsual(note) && / is deleted\b/.test(sentence)) ||
  (Object.hasOwn(nouns, action) &&
    note.length + afterApply.length === 0 &&
    lines.every(({ text, items }) => items.length === 0 && sentence.includes(plain(text))));
