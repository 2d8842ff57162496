import { BlockList, isIPv6 } from 'node:net';
import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Network with a prefix length of 0 or 1: the whole internet, or half of it. */
const openNetwork = /^(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f:]*:[\da-f:.]*)\/0*[01]?$/i;

/** Returns whether a text is a network that contains at least half of the internet. */
export const isOpenNetwork = (text: string): boolean => openNetwork.test(text.trim());

/** Returns whether a value contains a network that covers at least half of the internet. */
export function containsOpenNetwork(value: Value | undefined): boolean {
  // annotations and settings list networks in one text
  if (typeof value === 'string') return value.split(',').some(isOpenNetwork);
  if (value === undefined || value === null) return false;
  if (isList(value)) return value.some(containsOpenNetwork);
  return isObject(value) && Object.values(value).some(containsOpenNetwork);
}

/** Network in CIDR notation. */
interface Network {
  readonly address: string;
  readonly prefix: number;
}

function networkIn(text: string): Network | undefined {
  const [, address = '', prefix = ''] = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/i.exec(text.trim()) ?? [];
  return address === '' ? undefined : { address, prefix: Number(prefix) };
}

/** Returns whether a network contains another one. Other text contains only itself. */
export function containsNetwork(wide: string, narrow: string): boolean {
  const [outer, inner] = [networkIn(wide), networkIn(narrow)];
  if (outer === undefined || inner === undefined) return wide === narrow;
  if (outer.prefix > inner.prefix) return false;
  const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  try {
    list.addSubnet(outer.address, outer.prefix, family(outer.address));
    return list.check(inner.address, family(inner.address));
  } catch {
    // an address or a prefix length is invalid
    return wide === narrow;
  }
}
