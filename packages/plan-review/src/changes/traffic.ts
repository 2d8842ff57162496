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
  'ipv6_cidr_block',
  'ipv6_cidr_blocks',
  'security_groups',
  'prefix_list_ids',
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
  const protocol = textAt(block, ['protocol']);
  const ports = portsOf(block);
  if (protocol === undefined || ports === undefined) return undefined;
  const isOut = attribute === 'egress' || textAt(block, ['direction']) === 'Outbound';
  const values = peers[isOut ? 'out' : 'in'].map((name) => block[name] ?? []);
  if (values.some((value) => isList(value) && value.includes(null))) return undefined;
  const all = values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : textsIn(value)));
  const named = [...(block['self'] === true ? ['the group itself'] : []), ...all].sort(
    (a, b) => Number(isOpenNetwork(b)) - Number(isOpenNetwork(a)),
  );
  if (named.length === 0) return undefined;
  const more = named.length - peersAtMost;
  const shown = more > 0 ? [...named.slice(0, peersAtMost), `${more} more`] : named;
  const isDenied = /^deny$/i.test(textAt(block, ['access']) ?? textAt(block, ['action']) ?? '');
  return `${isDenied ? 'deny ' : ''}${packetsText(protocol, ports)} ${isOut ? 'to' : 'from'} ${shown.join(' and ')}`;
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
  if (/^(?:-1|\*|all)$/.test(name)) return /^(?:0|0-65535|\*)$/.test(ports) ? 'everything' : `port ${ports}`;
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
