import { type Phrase, say, words } from '../phrase';
import { becauseOf } from '../plan/because';
import { changesOf } from '../plan/changes-of';
import { protectedBy } from '../plan/deletion-protection';
import type { Change } from '../plan/plan';
import { heldBy } from '../plan/stateful';
import { renamedTo } from '../renames';
import type { Danger, Rule } from './rule';

/** A resource that holds data is deleted, or replaced by an empty one. */
export const dataLost: Rule = (plan) => [
  ...plan.changes.flatMap(leftoverLost),
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const held = heldBy(change);
    // what AWS refuses to delete is not lost
    if (held === undefined || protectedBy(change) !== undefined) return [];
    return [{ kind: 'data lost', address: change.address, what: lossOf(change, held, renamedTo(plan, change)) }];
  }),
];

/** The old object of a replacement that failed halfway still holds its data. */
function leftoverLost(change: Change): readonly Danger[] {
  const { action, address, deposed, mode } = change;
  const held = deposed === undefined || mode !== 'managed' || action !== 'delete' ? undefined : heldBy(change);
  if (held === undefined || protectedBy(change) !== undefined) return [];
  const what = say`the old object of ${address} (deposed ${deposed ?? ''}) is deleted, and with it ${words(held)}`;
  return [{ kind: 'data lost', address, what }];
}

function lossOf(change: Change, held: string, next: Change | undefined): Phrase {
  if (next !== undefined)
    return say`${change.address} is deleted, and with it ${words(held)}, and created anew as ${next.address}`;
  if (change.action === 'delete') return say`${change.address} is deleted, and with it ${words(held)}`;
  return say`${change.address} is replaced${becauseOf(change)}: ${words(held)} ${[isOne(held) ? 'is' : 'are']} gone`;
}

/** `its database`, `everything that is in it`; not `its items`, nor `its subscriptions that people have confirmed`. */
const isOne = (held: string) => /^(?:everything|what) |^its \w*[^s]$/.test(held);
