import type { Phrase } from '../phrase';
import { missingUse } from '../plan/missing-use';
import type { Change, Plan } from '../plan/plan';
import type { Danger } from '../rules/rule';
import { namedOrCounted } from './named-or-counted';

/**
 * Names the new resources that have no effect, because no other resource of the configuration uses them. Omits resources whose dangers
 * already say so.
 */
export function unused(created: readonly Change[], plan: Plan, dangers: readonly Danger[]): readonly Phrase[] {
  const stated = new Set(dangers.flatMap(({ address, context }) => (context === undefined ? [] : [address])));
  const found = created.flatMap((change) => {
    const missing = stated.has(change.address) ? undefined : missingUse(plan, change);
    return missing === undefined ? [] : [{ change, missing }];
  });
  return [...new Set(found.map(({ missing }) => missing))].map((missing) => [
    `${missing}: `,
    ...namedOrCounted(found.filter((one) => one.missing === missing).map(({ change }) => change)),
  ]);
}
