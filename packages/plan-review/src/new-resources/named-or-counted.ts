import { groupBy } from '../group-by';
import { counted, joined, type Phrase, words } from '../phrase';
import type { Change } from '../plan/plan';
import { labelOf, namesOf } from '../resource-labels';

/** Maximum number of resources to name. */
const namedAtMost = 3;

/** Names a few resources, or counts many by their kinds: `5 NAT gateways and 4 public IPs`. */
export const namedOrCounted = (changes: readonly Change[]): Phrase =>
  changes.length <= namedAtMost
    ? namesOf(changes)
    : joined(
        [...groupBy(changes, ({ type }) => labelOf(type))].map(([label, those]) =>
          those.length === 1 ? namesOf(those) : words(counted(those.length, label)),
        ),
      );
