import { memoizeByObject } from '../memoize';
import type { Action, Change, Plan } from './plan';

const managed = ({ mode, deposed }: Change): boolean => mode === 'managed' && deposed === undefined;

/** Managed resources that the plan changes. Most resources of a large plan are unchanged, and a hundred rules would skip them. */
const changedResources = memoizeByObject(({ changes }: Plan) =>
  changes.filter((change) => change.action !== 'no-op' && managed(change)),
);

/** Returns the changes to managed resources with one of these actions. Excludes deposed objects. */
export function changesOf(plan: Plan, ...actions: readonly Action[]): readonly Change[] {
  const candidates = actions.includes('no-op') ? plan.changes.filter(managed) : changedResources(plan);
  return candidates.filter(({ action }) => actions.includes(action));
}
