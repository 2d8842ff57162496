import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { textAt, textsIn, valueAt } from '../plan/value-at';

/**
 * Describes the traffic that the blocks of a firewall allow or deny, one text for each block or port: `tcp:22`, `tcp 22 from 10.0.0.0/8`,
 * `deny udp 53 from *`. Empty for other values.
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

/** Attributes with the other side of a rule in AWS and Azure. */
const peers = {
  in: ['cidr_blocks', 'ipv6_cidr_blocks', 'security_groups', 'source_address_prefix', 'source_address_prefixes'],
  out: [
    'cidr_blocks',
    'ipv6_cidr_blocks',
    'security_groups',
    'destination_address_prefix',
    'destination_address_prefixes',
  ],
} as const;

/** Maximum number of networks and groups to name. */
const peersAtMost = 2;

/** Formats a rule of a security group in AWS or Azure. Undefined for other blocks. */
function ruleText(attribute: string, block: ValueObject): string | undefined {
  const protocol = textAt(block, ['protocol']);
  const ports = portsOf(block);
  if (protocol === undefined || ports === undefined) return undefined;
  const isOut = attribute === 'egress' || textAt(block, ['direction']) === 'Outbound';
  const all = peers[isOut ? 'out' : 'in'].flatMap((name) => {
    const value = block[name];
    return typeof value === 'string' && value !== '' ? [value] : textsIn(value);
  });
  const named = [...(block['self'] === true ? ['the group itself'] : []), ...all];
  const more = named.length - peersAtMost;
  const shown = more > 0 ? [...named.slice(0, peersAtMost), `${more} more`] : named;
  return [
    ...(textAt(block, ['access']) === 'Deny' ? ['deny'] : []),
    packetsText(protocol, ports),
    ...(shown.length === 0 ? [] : [isOut ? 'to' : 'from', shown.join(' and ')]),
  ].join(' ');
}

function packetsText(protocol: string, ports: string): string {
  if (/^(?:-1|\*|all)$/i.test(protocol)) return ports === every ? 'everything' : `port ${ports}`;
  // the ports of ICMP are types and codes
  if (/^icmp/i.test(protocol)) return protocol.toLowerCase();
  return `${protocol.toLowerCase()} ${ports}`;
}

/** Text for a rule that covers every port. */
const every = 'on all ports';

/** Formats the ports of a rule: `22`, `8000-8080`. Undefined for blocks without ports. */
function portsOf(block: ValueObject): string | undefined {
  const [first, last] = [block['from_port'], block['to_port']];
  if (typeof first === 'number' && typeof last === 'number') {
    if (first <= 0 && (last <= 0 || last >= 65_535)) return every;
    return first === last ? String(first) : `${first}-${last}`;
  }
  const [range, ranges] = [textAt(block, ['destination_port_range']), textsIn(block['destination_port_ranges'])];
  if (range === '*') return every;
  return range ?? (ranges.length > 0 ? ranges.join('/') : undefined);
}
