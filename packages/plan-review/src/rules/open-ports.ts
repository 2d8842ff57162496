import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { deniesMatches } from '../knowledge/denying';
import { isOpenNetwork } from '../knowledge/open-network';
import { type Phrase, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import type { Danger } from './rule';

/** Words with which `publicAccess`, the tables and the generic rules report an open network. */
const opened = 'will be open to the internet';

/** Names the ports in dangers about resources that will be open to the internet: `will be open to the internet on port 22`. */
export function namePorts(plan: Plan, dangers: readonly Danger[]): readonly Danger[] {
  if (!dangers.some(({ what }) => placeIn(what) >= 0)) return dangers;
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  return dangers.map((danger) => {
    const [at, change] = [placeIn(danger.what), changes.get(danger.address)];
    const [before, part, after] = [danger.what.slice(0, at), danger.what[at], danger.what.slice(at + 1)];
    if (change === undefined || typeof part !== 'string') return danger;
    const end = part.indexOf(opened) + opened.length;
    const what = [...before, part.slice(0, end), ...portsOf(change), part.slice(end), ...after];
    return { ...danger, what: what.filter((one) => one !== '') };
  });
}

const placeIn = (what: Phrase): number => what.findIndex((part) => typeof part === 'string' && part.includes(opened));

/** Maximum number of ports to name. */
const namedAtMost = 4;

function portsOf({ before, after }: Change): Phrase {
  const was = new Set(openPortsIn(before));
  const all = [...new Set(openPortsIn(after))];
  const added = all.filter((port) => !was.has(port));
  const ports = added.length > 0 ? added : all;
  if (ports.length === 0) return [];
  if (ports.includes(everyPort)) return words(' on all ports');
  const named = ports.length > namedAtMost ? ports.slice(0, namedAtMost - 1) : ports;
  const more = ports.length - named.length;
  const texts = more > 0 ? [...named, `${more} more`] : named;
  const list = texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts[0];
  const isOne = ports.length === 1 && !ports[0]?.includes('-');
  return words(` on ${isOne ? 'port' : 'ports'} ${list}`);
}

const everyPort = 'all';

/** Returns the ports of every block whose source is the internet. */
function openPortsIn(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(openPortsIn);
  if (!isObject(value) || deniesMatches(value)) return [];
  const inside = Object.entries(value).flatMap(([name, nested]) =>
    typeof nested === 'object' && nested !== null && !/egress|outbound/.test(name) ? openPortsIn(nested) : [],
  );
  return hasOpenSource(value) ? [...portsIn(value), ...inside] : inside;
}

const hasOpenSource = (block: ValueObject): boolean =>
  Object.entries(block).some(
    ([name, value]) =>
      !/destination/.test(name) &&
      (typeof value === 'string' ? [value] : textsIn(value)).some(
        (text) => isOpenNetwork(text) || (/source/.test(name) && /^(?:\*|internet|any)$/i.test(text)),
      ),
  );

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

function portsIn(block: ValueObject): readonly string[] {
  const protocol = textAt(block, ['protocol']) ?? textAt(block, ['ip_protocol']) ?? '';
  if (/^icmp/i.test(protocol)) return [];
  if (protocol === '-1' || /^all$/i.test(protocol)) return [everyPort];
  const pairs = limits.flatMap(([first, last]) => rangeOf(valueAt(block, [first]), valueAt(block, [last])));
  const texts = ranges.flatMap((name) => {
    const value = block[name];
    const found = typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : textsIn(value);
    return found.flatMap((text) => rangeOf(...firstAndLast(text)));
  });
  const inside = nestedBlocks.flatMap((name) => {
    const blocks = block[name];
    return (blocks !== undefined && isList(blocks) ? blocks : []).flatMap((one) => (isObject(one) ? portsIn(one) : []));
  });
  return [...pairs, ...texts, ...inside];
}

function firstAndLast(text: string): readonly [string, string] {
  const [first = '', last = first] = text.split(/[-/:]/);
  return [first, last];
}

function rangeOf(first: Value | undefined, last: Value | undefined): readonly string[] {
  if (first === undefined || first === null || last === undefined || last === null) return [];
  if (String(first) === '*' || (Number(first) <= 1 && Number(last) >= 65_535)) return [everyPort];
  if (!/^\d+$/.test(String(first)) || !/^\d+$/.test(String(last))) return [];
  return [String(first) === String(last) ? String(first) : `${String(first)}-${String(last)}`];
}
