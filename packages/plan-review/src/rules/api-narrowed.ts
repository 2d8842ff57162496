import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { changedIn } from '../renames';
import { operationsOf, requirementsOf } from './api-operations';
import { lossOf } from './requirement';
import { requirementsChanged } from './requirements-changed';
import type { Danger, Rule } from './rule';

/** Reports APIs that lose operations or reject previously accepted callers. */
export const apiNarrowed: Rule = (plan) =>
  changedIn(plan).flatMap((change): readonly Danger[] =>
    [...operationsGone(change), ...requirementsChanged(change, lossOf)].map((what) => ({
      kind: 'outage',
      address: change.address,
      what,
    })),
  );

function operationsGone(change: Change): readonly Phrase[] {
  const operations = operationsOf(change);
  if (operations === undefined) return [];
  const gone = [...operations.was.keys()].filter((name) => requirementsOf(operations.is, name) === undefined);
  if (gone.length === 0) return [];
  const all = joined(gone.map((name) => say`${name}`));
  return [say`${change.address} no longer has ${all}: calls fail`];
}
