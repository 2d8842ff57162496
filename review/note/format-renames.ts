import { joined, type Phrase, say, words } from '../phrase';
import type { Rename } from '../renames';

interface FormattedRename {
  readonly what: Phrase;
  /** The `moved` block. Terraform accepts a block with two arguments only on several lines. */
  readonly block: readonly string[];
  /** The same in CDK for Terraform. */
  readonly inCdk: Phrase;
}

/** Precedes several possible renames. */
export const renamesIntroduction: Phrase = words(
  'Terraform deletes and creates the resources of each pair. Add the moved block of a pair that is one resource.',
);

const namedAtMost = 8;

/** `b looks like a rename of a (92% alike apart from names; differs in timeout). If it is one, add a moved block.` */
export function formatRename({ from, to, confidence, stateful, differs, sameName, keep }: Rename): FormattedRename {
  const likeness = say`${[`${Math.floor(confidence * 100)}%`]} alike apart from names${difference(differs)}`;
  const lost = words(stateful ? ' Without it, the data is lost.' : '');
  return {
    what: say`${to} looks like a rename of ${from} (${likeness}).${inUse(sameName)} If it is one, add a moved block${kept(keep)}.${lost}`,
    block: ['moved {', `  from = ${from}`, `  to   = ${to}`, '}'],
    inCdk: say`In CDK for Terraform: ${`moveFromId('${from}')`}`,
  };
}

function difference(differs: Rename['differs']): Phrase {
  if (differs.length === 0) return [];
  const named = differs.slice(0, namedAtMost).map((name) => say`${name}`);
  const more = differs.length - named.length;
  return say`; differs in ${joined(more > 0 ? [...named, words(`${more} more`)] : named)}`;
}

const inUse = (sameName: Rename['sameName']): Phrase =>
  sameName === undefined ? [] : say` Both have the same ${sameName}: the creation fails if the old one still exists.`;

/** A moved resource is replaced all the same if another attribute requires it. */
function kept(keep: Rename['keep']): Phrase {
  if (keep.length === 0) return [];
  const values = keep.map(({ name, value }) =>
    value === undefined ? say`the old ${name}` : say`${`${name} = ${value}`}`,
  );
  return say` and keep ${joined(values)}: another value replaces it`;
}
