import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';
import { withoutKeys } from './configuration';
import type { Plan } from './plan';
import { typeOfUser } from './usage';

/** Matches types of resources that only pass another resource on to their own users, such as the profile of a role. */
const carrying =
  /^(?:aws_iam_instance_profile|aws_launch_(?:configuration|template)|azurerm_network_interface|azurerm_(?:network_interface|subnet)(?:_network)?_security_group_association|azurerm_subnet)$/;

/** Matches types of users that only mention a resource, for example in a policy. */
const mentioning =
  /^(?:module|output|aws_iam_\w+|aws_kms_\w+|aws_ssm_parameter|aws_security_group\w*|aws_vpc_security_group\w*|azurerm_network_security_rule|azurerm_management_lock|azurerm_monitor_diagnostic_setting|azurerm_role_assignment)$|_(?:attachment|policy)$/;

/**
 * Returns the addresses of the declarations that use a resource, even through other resources: the instances of a security group, and
 * those whose role has a policy.
 */
export function usedBy({ users }: Pick<Plan, 'users'>, address: string): readonly string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const follow = (declaration: string): void => {
    if (visited.has(declaration)) return;
    visited.add(declaration);
    for (const user of users.get(declaration) ?? []) {
      if (carrying.test(typeOfUser(user))) follow(user);
      else if (!mentioning.test(typeOfUser(user)) && !isDataSource(user)) found.add(user);
    }
  };
  for (const start of [withoutKeys(address), ...rolesWith(users, withoutKeys(address))]) follow(start);
  return [...found];
}

const isDataSource = (user: string): boolean => /(?:^|\.)data\./.test(user);

/** Returns the roles that a policy or its attachments name. */
function rolesWith(users: Plan['users'], policy: string): readonly string[] {
  const type = typeOfUser(policy);
  const attachments =
    type === 'aws_iam_policy'
      ? [...(users.get(policy) ?? [])].filter((user) => /_attachment$/.test(typeOfUser(user)))
      : [];
  const grants = /^aws_iam_role_policy(?:_attachment)?$/.test(type) ? [policy] : attachments;
  return grants.flatMap((grant) => rolesByUser(users).get(grant) ?? []);
}

/** Returns the roles to which each declaration refers. */
const rolesByUser = memoizeByObject((users: Plan['users']): ReadonlyMap<string, readonly string[]> => {
  const pairs = [...users].flatMap(([role, those]) =>
    typeOfUser(role) === 'aws_iam_role' ? [...those].map((user) => ({ user, role })) : [],
  );
  return new Map([...groupBy(pairs, ({ user }) => user)].map(([user, those]) => [user, those.map(({ role }) => role)]));
});
