import { BlockList, isIPv4 } from 'node:net';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { textsIn } from '../plan/value-at';

/** Attributes with the address space of a network. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const addressSpaceOf = byType<string>({
  aws_vpc: 'cidr_block',
  azurerm_virtual_network: 'address_space',
  google_compute_subnetwork: 'ip_cidr_range',
});

/** Addresses that no host on the internet has. Source: IANA, IPv4 Special-Purpose Address Registry */
const reserved = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['240.0.0.0', 4],
] as const)
  reserved.addSubnet(network, bits);

/** Names the new networks with addresses that belong to hosts on the internet, which these networks can then no longer reach. */
export function publicAddressSpace(created: readonly Change[]): readonly Phrase[] {
  return created.flatMap(({ type, address, after }) => {
    const value = after[addressSpaceOf(type) ?? ''];
    const ranges = typeof value === 'string' ? [value] : textsIn(value);
    const foreign = ranges.filter((range) => {
      const [start = ''] = range.split('/');
      return isIPv4(start) && !reserved.check(start);
    });
    if (foreign.length === 0) return [];
    const named = joined(foreign.map((range): Phrase => [{ value: range }]));
    return [say`${address} uses public addresses (${named}), so the hosts that own them are unreachable from it`];
  });
}
