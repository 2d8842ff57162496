import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';
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
  // an instance that count or for_each no longer includes has no successor
  const isInstance = /^delete_because_(?:count_index|each_key)$/.test(deleted.reason ?? '');
  if (rename === undefined) return losesData && !isInstance ? describeReplacement(plan, deleted) : [];
  const { come, modules } = rename;
  const state = words(losesData ? 'starts empty' : 'is created');
  return modules === undefined
    ? say`; ${come.address}, which may be the same resource at a new address, ${state}`
    : say`; the same resource in ${moduleName(modulePathOf(come.address))} ${state}`;
}

/** Names the only new resource of the same type and module as the only deleted one, which a reader could take for its successor. */
function describeReplacement(plan: Plan, deleted: Change): Phrase {
  const alike = byTypeAndModule(plan).get(placeOf(deleted)) ?? [];
  const [come, ...others] = alike.filter(({ action }) => action === 'create');
  const isOnly = alike.filter(({ action }) => action === 'delete' || action === 'replace').length === 1;
  return come === undefined || others.length > 0 || !isOnly
    ? []
    : say`; ${come.address}, which is created, starts empty`;
}

const placeOf = ({ type, address }: Change): string => `${modulePathOf(address)}${type}`;

const byTypeAndModule = memoizeByObject(({ changes }: Plan) =>
  groupBy(
    changes.filter(({ mode }) => mode === 'managed'),
    placeOf,
  ),
);
