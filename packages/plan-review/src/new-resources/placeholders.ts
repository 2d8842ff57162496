import { shortPath } from '../changes/short-path';
import { isImpossibleId, isPlaceholder, isQuotedReference } from '../knowledge/placeholder';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { matchingValues } from './matching-values';
import { scalarsIn } from './scalars';

/** Kinds of values that an author probably meant to replace. */
const kinds: readonly (readonly [
  title: string,
  matches: (value: string, attribute: string, type: string) => boolean,
])[] = [
  ['probably a placeholder', isPlaceholder],
  ['no id that AWS assigns', isImpossibleId],
  ['text instead of a reference, because of quotation marks', isQuotedReference],
];

/** Names the new values that look like placeholders or mistakes, and ids that are empty. */
export function placeholders(created: readonly Change[]): readonly Phrase[] {
  const found = kinds.flatMap(([title, matches]): Phrase[] => {
    const values = matchingValues(created, matches);
    return values.length === 0 ? [] : [[`${title}: `, ...values]];
  });
  const empty = created.flatMap(({ address, declared = {} }) =>
    scalarsIn(declared).flatMap(({ path, value }) =>
      value === '' && requiredId.test(path.at(-1) ?? '') ? [say`${shortPath(path)} of ${address}`] : [],
    ),
  );
  return [...found, ...(empty.length === 0 ? [] : [['empty: ', ...joined(empty.slice(0, emptyAtMost))]])];
}

/** Matches names of ids that no provider accepts if they are empty. */
const requiredId = /^(?:image|network|security_group|subnet|vpc)_id$/;

/** Maximum number of empty ids to name. */
const emptyAtMost = 3;
