import { withoutKeys } from './configuration';
import type { Plan } from './plan';
import { typeOfUser } from './usage';

/** Matches types of resources that only pass another resource on to their own users, such as the profile of a role. */
const carrying =
  /^(?:aws_iam_(?:instance_profile|policy|role)|aws_launch_(?:configuration|template)|aws_iam_\w*attachment|aws_iam_role_policy|azurerm_network_interface|azurerm_(?:network_interface|subnet)(?:_network)?_security_group_association|azurerm_subnet)$/;

/** Matches types of users that do not run or accept anything themselves. */
const passive =
  /^(?:module|output|aws_security_group\w*|aws_vpc_security_group\w*|azurerm_network_security_rule)$|_attachment$/;

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
      else if (!passive.test(typeOfUser(user)) && !user.includes('data.')) found.add(user);
    }
  };
  for (const start of [withoutKeys(address), ...rolesWith(users, withoutKeys(address))]) follow(start);
  return [...found];
}

/** Returns the roles to which a policy or attachment refers. */
const rolesWith = (users: Plan['users'], policy: string): readonly string[] =>
  /^(?:module\..*\.)?aws_iam_role_policy(?:_attachment)?\./.test(policy)
    ? [...users].flatMap(([address, those]) =>
        typeOfUser(address) === 'aws_iam_role' && those.has(policy) ? [address] : [],
      )
    : [];
