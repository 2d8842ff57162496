import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { typeOfUser } from '../plan/usage';
import { namedOrCounted } from './named-or-counted';

const association = 'azurerm_subnet_network_security_group_association';

/** Names of subnets that Azure reserves for its own services, most of which reject a network security group. */
const reserved = /^(?:Azure\w*|GatewaySubnet|RouteServerSubnet)$/;

/** Names the new subnets without a network security group, if the plan gives one to other subnets. */
export function unfilteredSubnets(created: readonly Change[], { changes, users }: Plan): readonly Phrase[] {
  if (!changes.some(({ type }) => type === association)) return [];
  const those = created.filter(
    ({ type, address, after }) =>
      type === 'azurerm_subnet' &&
      !reserved.test(String(after['name'])) &&
      hasNoAssociation(users.get(withoutKeys(address)), modulesOf(address) === ''),
  );
  return those.length === 0 ? [] : [['without a network security group: ', ...namedOrCounted(those)]];
}

/** Returns whether nothing associates a subnet. Modules and the outputs of a module may pass it on. */
const hasNoAssociation = (users: ReadonlySet<string> | undefined, isInRoot: boolean): boolean =>
  users !== undefined &&
  ![...users]
    .map(typeOfUser)
    .some((type) => type === association || type === 'module' || (type === 'output' && !isInRoot));
