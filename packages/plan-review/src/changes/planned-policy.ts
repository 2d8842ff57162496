import type { Change, Plan } from '../plan/plan';
import { later, plannedPolicy } from '../plan/policy-documents';
import { isUnknownAt } from '../plan/value-at';
import { policyAttributesOf } from '../rules/policies-by-type';

/**
 * Adds the policy of a new resource that is known only after apply, if the plan contains its statements. Replaces values that are known
 * only after apply with null.
 */
export function withPlannedPolicy(plan: Plan, change: Change): Change {
  const name = change.action === 'create' ? unknownPolicyOf(change) : undefined;
  const text = name === undefined ? undefined : (change.templates[name] ?? plannedPolicy(plan, change));
  if (name === undefined || text === undefined) return change;
  const policy = { [name]: text.replaceAll(JSON.stringify(later), 'null') };
  return {
    ...change,
    after: { ...change.after, ...policy },
    declared: change.declared && { ...change.declared, ...policy },
    declaredLater: change.declaredLater?.filter((one) => one !== name),
  };
}

/** Returns the only declared policy of a resource that is known only after apply. */
function unknownPolicyOf(change: Change): string | undefined {
  const names = (policyAttributesOf(change.type) ?? []).flatMap(({ path: [name = '', ...inside] }) =>
    inside.length === 0 && isUnknownAt(change, [name]) && change.declaredLater?.includes(name) === true ? [name] : [],
  );
  return names.length === 1 ? names[0] : undefined;
}
