import { isList, isObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';
import type { Change, Plan } from '../plan/plan';
import { later, plannedPolicy } from '../plan/policy-documents';
import { isUnknownAt } from '../plan/value-at';
import { type PolicyAttribute, type PolicyKind, policyAttributesOf } from '../rules/policies-by-type';

/** Text for a part of a policy that is known only after apply. */
const unknown = '(known after apply)';

/** Adds the policy of a new resource that is known only after apply, if the plan contains its statements. */
export function withPlannedPolicy(plan: Plan, change: Change): Change {
  const attribute = change.action === 'create' ? unknownPolicyOf(change) : undefined;
  const [name = ''] = attribute?.path ?? [];
  const written = change.templates[name];
  const planned = attribute === undefined || written !== undefined ? undefined : plannedPolicy(plan, change, name);
  const text = planned === undefined ? written : markingUnknown(planned, attribute?.kind);
  if (attribute === undefined || text === undefined) return change;
  const policy = { [name]: text };
  return {
    ...change,
    after: { ...change.after, ...policy },
    declared: change.declared && { ...change.declared, ...policy },
    declaredLater: change.declaredLater?.filter((one) => one !== name),
  };
}

/** Marks the parts of a planned policy that are known only after apply, including a missing principal or resource. */
function markingUnknown(text: string, kind: PolicyKind | undefined): string {
  const document = documentIn(text.replaceAll(later, unknown));
  const statements = document !== undefined && isObject(document) ? (document['Statement'] ?? []) : [];
  if (!isList(statements)) return text;
  const required = kind === 'trust' ? ['Principal'] : kind === 'resource' ? ['Principal', 'Resource'] : ['Resource'];
  const marked = statements.map((one) => {
    const statement = isObject(one) ? one : {};
    const missing = required.filter((name) => statement[name] === undefined && statement[`Not${name}`] === undefined);
    return { ...statement, ...Object.fromEntries(missing.map((name) => [name, unknown])) };
  });
  return JSON.stringify({ Statement: marked });
}

/** Returns the only declared policy of a resource that is known only after apply. */
function unknownPolicyOf(change: Change): PolicyAttribute | undefined {
  const [only, ...others] = (policyAttributesOf(change.type) ?? []).filter(
    ({ path: [name = '', ...inside] }) =>
      inside.length === 0 && isUnknownAt(change, [name]) && change.declaredLater?.includes(name) === true,
  );
  return others.length === 0 ? only : undefined;
}
