import { shortPath } from '../changes/short-path';
import { isImpossibleId, isPlaceholder, isQuotedReference } from '../knowledge/placeholder';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { scalarsIn } from '../plan/scalars';
import { matchingValues } from './matching-values';

/** Kinds of values that an author probably meant to replace. */
const kinds: readonly (readonly [
  title: string,
  matches: (value: string, attribute: string, type: string) => boolean,
])[] = [
  ['probably a placeholder', isPlaceholder],
  ['probably a placeholder, because AWS assigns no such id', isImpossibleId],
  ['text instead of a reference, because of quotation marks', isQuotedReference],
];

/** Names the new values and secrets that look like placeholders or mistakes, and ids that are empty. */
export function placeholders(created: readonly Change[]): readonly Phrase[] {
  const found = kinds.flatMap(([title, matches]): Phrase[] => {
    const values = matchingValues(created, matches);
    return values.length === 0 ? [] : [[`${title}: `, ...values]];
  });
  const secrets = created.flatMap(({ address, unfinished }) => unfinished.map((path) => at(path, address)));
  const empty = created.flatMap(({ type, address, declared = {} }) =>
    scalarsIn(declared).flatMap(({ path, value }) =>
      // without an image, Amazon EKS chooses one
      value === '' && requiredId.test(path.at(-1) ?? '') && type !== 'aws_launch_template' ? [at(path, address)] : [],
    ),
  );
  return [
    ...titled('probably not the real secret, but a placeholder or the text of a reference', secrets),
    ...found,
    ...titled('empty', empty),
  ];
}

const at = (path: readonly string[], address: string): Phrase => say`${shortPath(path)} of ${address}`;

const titled = (title: string, all: readonly Phrase[]): readonly Phrase[] =>
  all.length === 0 ? [] : [[`${title}: `, ...joined(all.slice(0, namedAtMost))]];

/** Matches names of ids that no provider accepts if they are empty. */
const requiredId = /^(?:image|network|security_group|subnet|vpc)_id$/;

/** Maximum number of secrets, or of empty ids, to name. */
const namedAtMost = 3;
