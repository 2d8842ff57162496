import { moduleName } from '../module-moves';
import { type Phrase, say, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { modulePathOf, ownAddress } from '../plan/resource-id';
import { renamedTo } from '../renames';

/**
 * Describes the created resource that may be a rename of a deleted resource, as the end of a sentence. The text is equal for all
 * resources of a moved module. Empty if no resource matches.
 */
export function describeSuccessor(plan: Plan, deleted: Change, losesData: boolean): Phrase {
  const next = renamedTo(plan, deleted);
  if (next === undefined) return [];
  const state = words(losesData ? 'starts empty' : 'is created');
  return ownAddress(next.address) === ownAddress(deleted.address)
    ? say`; the same resource in ${moduleName(modulePathOf(next.address))} ${state}`
    : say`; ${next.address}, which may be the same resource with a new name, ${state}`;
}
