import { counted, type Phrase, words } from '../phrase';
import type { Change } from '../plan/plan';
import { labelOf, namesOf } from '../resource-labels';

/** Maximum number of resources to name. */
const namedAtMost = 3;

/** Names a few resources, or counts many by the kind of the first. */
export const namedOrCounted = (changes: readonly Change[]): Phrase => {
  const [first] = changes;
  return first === undefined || changes.length <= namedAtMost
    ? namesOf(changes)
    : words(counted(changes.length, labelOf(first.type)));
};
