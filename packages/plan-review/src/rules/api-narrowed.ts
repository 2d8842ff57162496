import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import { operationsOf, requirementsOf } from './api-operations';
import { lossOf } from './requirement';
import { authorizationOf, requirementsChanged } from './requirements-changed';
import type { Danger, Rule } from './rule';

/** Reports APIs that lose operations or reject previously accepted callers. */
export const apiNarrowed: Rule = (plan) =>
  changedIn(plan).flatMap((change): readonly Danger[] =>
    [...operationsGone(change), ...requirementsChanged(change, lossOf), ...authorizerChanged(change)].map((what) => ({
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

/** Describes another kind of authorization of an operation that is declared as a resource. `publicAccess` reports missing authorization. */
function authorizerChanged({ type, address, before, after }: Change): readonly Phrase[] {
  const attribute = authorizationOf(type);
  if (attribute === undefined) return [];
  const [was = 'NONE', is = 'NONE'] = [before, after].map((values) => textAt(values, [attribute]));
  if (was === is || is === 'NONE' || before[attribute] === undefined) return [];
  return was === 'NONE'
    ? [say`${address} can no longer be called without authentication`]
    : [say`${address} rejects callers that authenticate with ${{ value: was }}, and accepts ${{ value: is }} instead`];
}
