import { type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import { heldBy } from '../plan/stored-data';
import type { Rule } from './rule';
import { isAlerting } from './weaker-alerting';

/** Reports resources that are removed from the state without being deleted (`removed` blocks, `destroy = false`). */
export const stateRemoval: Rule = ({ changes }) =>
  changes
    .filter(({ mode, action, leavesOld }) => mode === 'managed' && (action === 'forget' || leavesOld))
    .map((change) => ({
      kind: 'no longer managed',
      address: change.address,
      what: say`${change.address} ${[...sentenceOf(change)]}`,
    }));

function sentenceOf(change: Change): Phrase {
  if (change.leavesOld) return words('is created again; the old resource remains, but Terraform no longer manages it');
  if (isAlerting(change.type))
    return words('is removed from the state: the resource remains unchanged, but Terraform no longer manages it');
  // a database that is not deleted needs no final snapshot
  const held = heldBy({ ...change, before: { ...change.before, skip_final_snapshot: null } });
  return words(
    held === undefined
      ? 'is removed from the state: the resource remains, but Terraform no longer manages it'
      : `is removed from the state: the resource remains, with ${held}, but Terraform no longer manages it`,
  );
}
