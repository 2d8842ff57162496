import { moduleName } from '../module-moves';
import { type Phrase, say, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { modulePathOf } from '../plan/resource-id';
import { renameOf } from '../renames';

/**
 * Describes the created resource that may be a rename of a deleted resource, as the end of a sentence. The text is equal for all
 * resources of a moved module. Empty if no resource matches.
 */
export function describeSuccessor(plan: Plan, deleted: Change, losesData: boolean): Phrase {
  const rename = renameOf(plan, deleted);
  if (rename === undefined) return [];
  const { come, modules } = rename;
  const state = words(losesData ? 'starts empty' : 'is created');
  return modules === undefined
    ? say`; ${come.address}, which may be the same resource with a new name, ${state}`
    : say`; the same resource in ${moduleName(modulePathOf(come.address))} ${state}`;
}
