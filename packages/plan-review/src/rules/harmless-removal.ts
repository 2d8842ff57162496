import { isConnecting } from '../knowledge/connecting-types';
import { isDisposable, isRevised } from '../knowledge/utilities';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';
import { isScaledToZero } from './scaled-to-zero';

/** Returns whether the deletion or replacement of a resource has no effect of its own. */
export const isHarmlessRemoval = (plan: Plan, change: Change): boolean =>
  isDisposable(change.type) ||
  isScaledToZero(change) ||
  (change.action === 'replace' && isRevised(change.type)) ||
  (change.action === 'delete' && isDeletedWithOwner(plan, change));

/** Attributes that many resources share, so that they identify no owner. */
const shared: ReadonlySet<string> = new Set(['id', 'location', 'member', 'name', 'project', 'region', 'role', 'zone']);

/** Returns whether a deleted connection belongs to a resource that the plan also deletes, as the grants of a deleted function. */
function isDeletedWithOwner(plan: Plan, { type, before }: Change): boolean {
  if (!isConnecting(type)) return false;
  const names = namesOfDeleted(plan);
  return Object.entries(before).some(
    ([attribute, value]) =>
      !shared.has(attribute) && typeof value === 'string' && names.has(value.slice(value.lastIndexOf('/') + 1)),
  );
}

/** Returns the names of the deleted resources, except connections. */
const namesOfDeleted = memoizeByObject(
  (plan: Plan): ReadonlySet<string> =>
    new Set(
      changesOf(plan, 'delete')
        .filter(({ type, deposed }) => !isConnecting(type) && deposed === undefined)
        .flatMap(({ before }) => textAt(before, ['name']) ?? []),
    ),
);
