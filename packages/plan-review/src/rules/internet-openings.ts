import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { deniesMatches } from '../knowledge/denying';
import { isOpenNetwork } from '../knowledge/open-network';
import { textsIn, valueAt } from '../plan/value-at';

/** Traffic that a rule accepts from the internet. */
export interface Opening {
  /** Protocol in capitals, such as `TCP`, or `all` for all protocols. Empty if the rule does not name a known protocol. */
  readonly protocol: string;
  /** Port such as `22`, range such as `20-25`, or `all` for all ports. Undefined if the rule does not name ports. */
  readonly ports: string | undefined;
  /** Whether the rule accepts only messages of path MTU discovery, which hosts need to send packets of the right size. */
  readonly isHarmless: boolean;
}

/** Value that stands for all protocols or all ports. */
export const every = 'all';

/** Returns the traffic that every block whose source is the internet accepts. */
export function openingsIn(value: Value): readonly Opening[] {
  if (isList(value)) return value.flatMap(openingsIn);
  if (!isObject(value) || deniesMatches(value)) return [];
  const inside = Object.entries(value).flatMap(([name, nested]) =>
    typeof nested === 'object' && nested !== null && !/egress|outbound/.test(name) ? openingsIn(nested) : [],
  );
  return hasOpenSource(value) ? [...openingsOf(value), ...inside] : inside;
}

const hasOpenSource = (block: ValueObject): boolean =>
  Object.entries(block).some(([name, value]) => isSource(name) && namesIn(value).some((text) => isOpen(name, text)));

/** Returns whether a rule also accepts traffic from certain networks, security groups or tags. */
export const hasKnownSource = (rule: ValueObject): boolean =>
  Object.entries(rule).some(
    ([name, value]) =>
      isSource(name) &&
      /cidr|prefix|referenced|source/.test(name) &&
      namesIn(value).some((text) => text !== '' && !isOpen(name, text)),
  );

const isSource = (name: string): boolean => !/destination|port|description/.test(name);

const isOpen = (name: string, text: string): boolean =>
  isOpenNetwork(text) || (/source/.test(name) && /^(?:\*|internet|any)$/i.test(text));

const namesIn = (value: Value): readonly string[] => (typeof value === 'string' ? [value] : textsIn(value));

/** Names of protocols by IANA protocol number, in capitals. Source: IANA, Protocol Numbers */
const protocolNames: Readonly<Record<string, string>> = {
  '1': 'ICMP',
  '6': 'TCP',
  '17': 'UDP',
  '58': 'ICMPV6',
  '132': 'SCTP',
  ICMP6: 'ICMPV6',
  'IPV6-ICMP': 'ICMPV6',
  '*': every,
  ANY: every,
};

/** Protocols with which a rule applies to all protocols and ignores its ports. */
const ignoringPorts = new Set(['-1', 'ALL']);

function protocolOf(block: ValueObject): string {
  const value = valueAt(block, ['protocol']) ?? valueAt(block, ['ip_protocol']) ?? '';
  const text = String(value).toUpperCase();
  const name = protocolNames[text] ?? text;
  // the name appears in sentences without quotation, so other text counts as any protocol
  return /^(?:[A-Z][A-Z\d-]{0,15}|\d{1,3}|-1|)$/.test(name) ? name : every;
}

/** Pairs of attributes that contain the first and the last port. Source: Terraform Registry, hashicorp/aws, terraform-provider-openstack */
const limits = [
  ['from_port', 'to_port'],
  ['port_range_min', 'port_range_max'],
  ['min', 'max'],
] as const;

/** Attributes that contain a port or a range. Source: Terraform Registry, hashicorp/azurerm, digitalocean, hcloud, alicloud */
const ranges = ['destination_port_range', 'destination_port_ranges', 'port_range', 'port', 'ports'];

/** Blocks with ports next to the networks. Source: Terraform Registry, hashicorp/google 7, oracle/oci 7 */
const nestedBlocks = ['allow', 'tcp_options', 'udp_options', 'destination_port_range'];

/** Attributes without which a rule applies to all ports of its protocol. Source: Terraform Registry, hashicorp/google 7, oracle/oci 7 */
const restrictions = ['ports', 'tcp_options', 'udp_options'];

function openingsOf(block: ValueObject, outer = ''): readonly Opening[] {
  const protocol = protocolOf(block) || outer;
  if (ignoringPorts.has(protocol)) return [{ protocol: every, ports: every, isHarmless: false }];
  if (/^ICMP/.test(protocol)) return [{ protocol, ports: undefined, isHarmless: isPathMtuDiscovery(protocol, block) }];
  const inside = nestedBlocks.flatMap((name) =>
    blocksAt(block, name).flatMap((one) =>
      openingsOf(one, protocol).filter(({ ports }) => name === 'allow' || ports !== undefined),
    ),
  );
  const ports = portsOf(block).map((one): Opening => ({ protocol, ports: one, isHarmless: false }));
  const found = [...ports, ...inside];
  if (found.length > 0) return found;
  const isUnrestricted = protocol !== '' && restrictions.some((name) => name in block && isEmpty(block[name]));
  return [{ protocol, ports: isUnrestricted ? every : undefined, isHarmless: false }];
}

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || (isList(value) && value.length === 0);

const blocksAt = (block: ValueObject, name: string): readonly ValueObject[] => {
  const blocks = block[name];
  return blocks !== undefined && isList(blocks) ? blocks.filter(isObject) : [];
};

function portsOf(block: ValueObject): readonly string[] {
  const pairs = limits.flatMap(([first, last]) => rangeOf(valueAt(block, [first]), valueAt(block, [last])));
  const texts = ranges.flatMap((name) => {
    const value = block[name];
    const found = typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : textsIn(value);
    return found.flatMap((text) => rangeOf(...firstAndLast(text)));
  });
  return [...pairs, ...texts];
}

function firstAndLast(text: string): readonly [string, string] {
  const [first = '', last = first] = text.split(/[-/:]/);
  return [first, last];
}

function rangeOf(first: Value | undefined, last: Value | undefined): readonly string[] {
  if (first === undefined || first === null || last === undefined || last === null) return [];
  if (String(first) === '*' || (Number(first) <= 1 && Number(last) >= 65_535)) return [every];
  if (!/^\d+$/.test(String(first)) || !/^\d+$/.test(String(last))) return [];
  return [String(first) === String(last) ? String(first) : `${String(first)}-${String(last)}`];
}

/** Attributes that contain the ICMP type. Source: Terraform Registry, oracle/oci 7, hashicorp/aws 6, terraform-provider-openstack */
const icmpTypes = [['icmp_options', 'type'], ['icmp_type'], ['from_port'], ['port_range_min']] as const;

/**
 * Types of the messages that report a packet that is too large: destination unreachable (RFC 1191) and packet too big
 * (RFC 8201).
 */
const tooLarge: Readonly<Record<string, string>> = { ICMP: '3', ICMPV6: '2' };

function isPathMtuDiscovery(protocol: string, block: ValueObject): boolean {
  const type = icmpTypes.map((path) => valueAt(block, path)).find((value) => value !== undefined && value !== null);
  return type !== undefined && String(type) === tooLarge[protocol];
}
