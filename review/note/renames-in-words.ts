import { joined, type Phrase, say, words } from '../phrase';
import type { Rename } from '../renames';

interface RenameInWords {
  readonly what: Phrase;
  /** What to write so that it is kept: Terraform takes a block of two arguments over several lines alone. */
  readonly block: readonly string[];
  /** The same in CDK for Terraform. */
  readonly inCdk: Phrase;
}

/** Said once, where there are several. */
export const renamesTogether: Phrase = words(
  'Each of these is deleted and created again, and may be one resource under another name. What refers to it changes with it.',
);

/**
 * What is deleted and created again, what to write instead, and what has to stay as it was.
 * @param together whether what holds for each of several is said already
 */
export function renameInWords({ from, to, confidence, stateful, keep }: Rename, together: boolean): RenameInWords {
  const lost = words(stateful ? '; what it holds does not come along' : '');
  const alike = words(`${Math.round(confidence * 100)}% alike but for the name`);
  const what = together
    ? say`${from} → ${to}: ${alike}${lost}. To keep it${keptToo(keep)}:`
    : say`${from} is deleted and ${to} created: ${alike}, so it may be one resource under another name${lost}. What refers to it changes with it. To keep it${keptToo(keep)}:`;
  return {
    what,
    block: ['moved {', `  from = ${from}`, `  to   = ${to}`, '}'],
    inCdk: say`In CDK for Terraform: ${`moveFromId('${from}')`}`,
  };
}

/** A move keeps nothing where the provider has to replace the resource for what else is another. */
function keptToo(keep: Rename['keep']): Phrase {
  if (keep.length === 0) return [];
  const kept = keep.map(({ name, value }) =>
    value === undefined ? say`${name} as it was` : say`${`${name} = ${value}`}`,
  );
  return say`, leave ${joined(kept)}, since another one replaces it all the same, and write`;
}
