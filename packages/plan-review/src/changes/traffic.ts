import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isOpenNetwork } from '../knowledge/open-network';
import { textAt, textsIn, valueAt } from '../plan/value-at';

/**
 * Describes the traffic that the blocks of a firewall allow or deny, one text for each block or port: `tcp:22`, `tcp 22 from 10.0.0.0/8`,
 * `deny udp 53 from *`. Empty for other values, and if a block does not name its source, for example because it is known only after apply.
 */
export function trafficIn(attribute: string, value: Value): readonly string[] {
  if (!isList(value)) return [];
  const blocks = value.filter(isObject);
  if (blocks.length === 0 || blocks.length < value.length) return [];
  if (/^(?:allow|deny)$/.test(attribute)) return blocks.flatMap(protocolsAndPorts);
  const texts = blocks.map((block) => ruleText(attribute, block));
  const known = texts.filter((text) => text !== undefined);
  return known.length < texts.length ? [] : known;
}

/** Formats a block of a firewall in Google Cloud. */
function protocolsAndPorts(block: ValueObject): readonly string[] {
  const protocol = textAt(block, ['protocol']);
  if (protocol === undefined) return [];
  const ports = textsIn(valueAt(block, ['ports']));
  return ports.length === 0 ? [protocol] : ports.map((port) => `${protocol}:${port}`);
}

/** Attributes with the other side of a rule in AWS. */
const ofAws = [
  'cidr_block',
  'cidr_blocks',
  'cidr_ipv4',
  'cidr_ipv6',
  'ipv6_cidr_block',
  'ipv6_cidr_blocks',
  'security_groups',
  'prefix_list_id',
  'prefix_list_ids',
  'referenced_security_group_id',
  'source_security_group_id',
];

/** Attributes with the other side of a rule in AWS and Azure. */
const peers = {
  in: [...ofAws, 'source_address_prefix', 'source_address_prefixes', 'source_application_security_group_ids'],
  out: [
    ...ofAws,
    'destination_address_prefix',
    'destination_address_prefixes',
    'destination_application_security_group_ids',
  ],
} as const;

/** Maximum number of networks and groups to name. */
const peersAtMost = 2;

/** Formats a rule of a security group or network ACL in AWS or Azure. Undefined for other blocks, and for rules with unknown peers. */
function ruleText(attribute: string, block: ValueObject): string | undefined {
  const packets = packetsOf(block);
  const isOut = attribute === 'egress' || textAt(block, ['direction']) === 'Outbound';
  const values = peers[isOut ? 'out' : 'in'].map((name) => block[name] ?? []);
  if (values.some((value) => isList(value) && value.includes(null))) return undefined;
  const all = values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : textsIn(value)));
  const named = [...(block['self'] === true ? ['the group itself'] : []), ...all];
  if (named.length === 0 || packets === undefined) return undefined;
  return `${packets} ${isOut ? 'to' : 'from'} ${peersText(named)}`;
}

/** Formats the protocol and ports of a rule: `tcp 22`, `deny udp 53`. Undefined for other blocks. */
function packetsOf(block: ValueObject): string | undefined {
  const protocol = textAt(block, ['protocol']) ?? textAt(block, ['ip_protocol']);
  // AWS ignores the ports of a rule for all protocols
  const ports = protocol === '-1' ? '*' : portsOf(block);
  if (protocol === undefined || ports === undefined) return undefined;
  const effects = ['access', 'action', 'rule_action'].map((name) => textAt(block, [name]) ?? '');
  const isDenied = effects.some((effect) => /^deny$/i.test(effect));
  return `${isDenied ? 'deny ' : ''}${packetsText(protocol, ports)}`;
}

/** Names networks and groups, open networks first. */
function peersText(peers: readonly string[]): string {
  const sorted = [...peers].sort((a, b) => Number(isOpenNetwork(b)) - Number(isOpenNetwork(a)));
  const more = sorted.length - peersAtMost;
  const shown = more > 0 ? [...sorted.slice(0, peersAtMost), `${more} more`] : sorted;
  return shown.join(' and ');
}

/** Firewall rule that is a separate resource. */
interface RuleResource {
  /** `ingress` or `egress`. */
  readonly direction: string;
  /** Text such as `tcp 22 from 10.0.0.0/8`. */
  readonly text: string;
}

/** Matches types of resources that are single rules of a firewall. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const ruleTypes =
  /^(?:aws_security_group_rule|aws_vpc_security_group_(?:in|e)gress_rule|aws_network_acl_rule|azurerm_network_security_rule|google_compute_firewall)$/;

/** Matches the attributes of such resources that the text of the rule contains. */
const partOfRule =
  /^(?:access|allow|deny|direction|disabled|egress|(?:from|to)_port|(?:ip_)?protocol|self|type|rule_action|(?:source|destination)_(?:ranges|port_ranges?|address_prefix(?:es)?|security_group_id)|cidr_(?:blocks?|ipv4|ipv6)|ipv6_cidr_blocks?|referenced_security_group_id|prefix_list_ids?)$/;

export const isPartOfRule = (attribute: string): boolean => partOfRule.test(attribute);

/** Describes a resource that is a single rule of a firewall. Undefined for other resources, and for rules with unknown peers. */
export function ruleOfResource(type: string, values: ValueObject): RuleResource | undefined {
  if (!ruleTypes.test(type) || values['disabled'] === true) return undefined;
  const isOut =
    values['egress'] === true ||
    /egress/.test(type) ||
    /^(?:egress|outbound)$/i.test(textAt(values, ['direction']) ?? textAt(values, ['type']) ?? '');
  const direction = isOut ? 'egress' : 'ingress';
  const text =
    type === 'google_compute_firewall'
      ? googleRule(values, isOut)
      : // the peer may be known only after apply
        (ruleText(direction, values) ?? packetsOf(values));
  return text === undefined ? undefined : { direction, text };
}

function googleRule(values: ValueObject, isOut: boolean): string | undefined {
  const [allowed, denied] = ['allow', 'deny'].map((name) => trafficIn(name, values[name] ?? null));
  const ranges = textsIn(values[isOut ? 'destination_ranges' : 'source_ranges']);
  const packets = [...(allowed ?? []), ...(denied ?? []).map((one) => `deny ${one}`)];
  if (packets.length === 0 || ranges.length === 0) return undefined;
  return `${packets.join(', ')} ${isOut ? 'to' : 'from'} ${peersText(ranges)}`;
}

/** Names of protocols by IANA protocol number. Source: IANA, Protocol Numbers */
const protocolNames: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
]);

function packetsText(protocol: string, ports: string): string {
  const name = protocolNames.get(protocol) ?? protocol.toLowerCase();
  if (/^(?:-1|\*|all)$/.test(name))
    return /^(?:0|0-65535|\*)$/.test(ports) ? 'everything' : `${/^\d+$/.test(ports) ? 'port' : 'ports'} ${ports}`;
  // other protocols have no ports; those of ICMP are types and codes
  if (!/^(?:tcp|udp|sctp)$/.test(name)) return name;
  return /^(?:0-65535|1-65535|\*)$/.test(ports) ? `${name} on all ports` : `${name} ${ports}`;
}

/** Formats the ports of a rule: `22`, `8000-8080`, `*`. Undefined for blocks without ports. */
function portsOf(block: ValueObject): string | undefined {
  const [first, last] = [block['from_port'], block['to_port']];
  if (typeof first === 'number' && typeof last === 'number') return first === last ? String(first) : `${first}-${last}`;
  const ranges = textsIn(block['destination_port_ranges']);
  return textAt(block, ['destination_port_range']) ?? (ranges.length > 0 ? ranges.join('/') : undefined);
}
