import type { Value } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { scalarsIn } from '../plan/scalars';
import { typeOfUser } from '../plan/usage';
import { namedOrCounted } from './named-or-counted';

/** Types of resources that give rights to a role. Source: Terraform Registry, hashicorp/aws 6 */
const granting = /^aws_iam_(?:role_polic(?:y|ies)\w*|policy_attachment)$/;

/** Names the new roles without policies. */
export function rolesWithoutPolicies(created: readonly Change[], plan: Plan): readonly Phrase[] {
  const grants = plan.changes.filter(({ type }) => granting.test(type));
  const granted = new Set(grants.flatMap(({ after }) => [after['role'], after['role_name'], after['roles']].flat()));
  const roles = created.filter((role) => role.type === 'aws_iam_role' && !mayHavePolicies(role, granted, plan));
  return roles.length === 0 ? [] : [['without policies: ', ...namedOrCounted(roles)]];
}

/** @param granted names of the roles that have policies */
function mayHavePolicies(role: Change, granted: ReadonlySet<Value | undefined>, { users }: Plan): boolean {
  const known = users.get(withoutKeys(role.address));
  const own = ['inline_policy', 'managed_policy_arns'];
  return (
    known === undefined ||
    granted.has(role.after['name'] ?? '') ||
    [...known].map(typeOfUser).some((type) => granting.test(type) || type === 'module' || type === 'output') ||
    own.some((name) => role.declaredNames?.has(name) !== false || scalarsIn(role.after[name] ?? null).length > 0)
  );
}
