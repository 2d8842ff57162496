import { isList, isObject } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt } from '../plan/value-at';
import { namedOrCounted } from './named-or-counted';

/** Matches types that give a network interface or its subnet a network security group. */
const filtering =
  /^azurerm_(?:network_interface|subnet)_network_security_group_association$|^azurerm_network_interface_security_group_association$/;

/** Names the new network interfaces with a public address, if nothing in the plan has a network security group. */
export function publicInterfaces(created: readonly Change[], { changes }: Plan): readonly Phrase[] {
  if (changes.some(({ type, action }) => filtering.test(type) && action !== 'delete')) return [];
  const those = [...created, ...changes.filter(({ action }) => action === 'replace')].filter(
    (change) => change.type === 'azurerm_network_interface' && hasPublicAddress(change),
  );
  return those.length === 0
    ? []
    : [['with a public address, but without a network security group: ', ...namedOrCounted(those)]];
}

function hasPublicAddress(change: Change): boolean {
  const blocks = change.after['ip_configuration'] ?? [];
  const isSet =
    isList(blocks) && blocks.some((block) => isObject(block) && typeof block['public_ip_address_id'] === 'string');
  return isSet || isUnknownAt(change, ['ip_configuration', 'public_ip_address_id']);
}
