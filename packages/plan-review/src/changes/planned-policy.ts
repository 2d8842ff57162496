import type { Change, Plan } from '../plan/plan';
import { later, plannedPolicy } from '../plan/policy-documents';
import { isUnknownAt } from '../plan/value-at';
import { policyAttributesOf } from '../rules/policies-by-type';

/**
 * Adds the policy of a new resource that is known only after apply, if the plan contains its statements.
 * Omits its values that are known only after apply.
 */
export function withPlannedPolicy(plan: Plan, change: Change): Change {
  const name = change.action === 'create' ? unknownPolicyOf(change) : undefined;
  const text = name === undefined ? undefined : (change.templates[name] ?? plannedPolicy(plan, change));
  if (name === undefined || text === undefined) return change;
  const policy = { [name]: withoutLater(text) };
  return {
    ...change,
    after: { ...change.after, ...policy },
    declared: change.declared && { ...change.declared, ...policy },
    declaredLater: change.declaredLater?.filter((one) => one !== name),
  };
}

/** Removes the values that are known only after apply from a policy. Returns text that is not JSON unchanged. */
function withoutLater(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, (_, value: unknown) => knownPart(value)));
  } catch {
    return text;
  }
}

function knownPart(value: unknown): unknown {
  if (value === later) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== later));
}

/** Returns the only declared policy of a resource that is known only after apply. */
function unknownPolicyOf(change: Change): string | undefined {
  const names = (policyAttributesOf(change.type) ?? []).flatMap(({ path: [name = '', ...inside] }) =>
    inside.length === 0 && isUnknownAt(change, [name]) && change.declaredLater?.includes(name) === true ? [name] : [],
  );
  return names.length === 1 ? names[0] : undefined;
}
