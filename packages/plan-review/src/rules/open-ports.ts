import { valuesToJudge } from '../knowledge/attribute-values';
import { withImplicitSource } from '../knowledge/implicit-source';
import { type Phrase, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { every, type Opening, openingsIn } from './internet-openings';
import type { Danger } from './rule';

/** Words with which `publicAccess`, the tables and the generic rules report an open network. */
const opened = 'will be open to the internet';

/**
 * Names the ports in dangers about resources that will be open to the internet: `will be open to the internet on port 22`. Reports the
 * resources that open the most first. Omits rules that only accept messages of path MTU discovery.
 */
export function namePorts(plan: Plan, dangers: readonly Danger[]): readonly Danger[] {
  if (!dangers.some(isOpened)) return dangers;
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const named = dangers.flatMap((danger): RankedDanger[] => {
    const change = isOpened(danger) ? changes.get(danger.address) : undefined;
    if (change === undefined) return [{ danger, breadth: undefined }];
    if (change.type === 'google_compute_firewall' && change.after['disabled'] === true) return [];
    const openings = newOpenings(change);
    if (openings.length > 0 && openings.every(({ isHarmless }) => isHarmless)) return [];
    return [{ danger: withPorts(danger, portsIn(openings)), breadth: breadthOf(openings) }];
  });
  return widestFirst(named.filter(isFirstOpening));
}

/** Returns whether no earlier danger reports the same ports of the same resource, such as for IPv4 instead of IPv6. */
const isFirstOpening = ({ danger, breadth }: RankedDanger, at: number, all: readonly RankedDanger[]): boolean =>
  breadth === undefined ||
  !all
    .slice(0, at)
    .some(
      (one) => one.breadth !== undefined && one.danger.address === danger.address && one.danger.rule === danger.rule,
    );

interface RankedDanger {
  readonly danger: Danger;
  /** Rank of an opening. Undefined for other dangers, which keep their order. */
  readonly breadth: number | undefined;
}

/** Sorts openings of all or of sensitive ports before other dangers, and the others after them. */
const widestFirst = (dangers: readonly RankedDanger[]): readonly Danger[] =>
  dangers.toSorted((a, b) => (a.breadth ?? ofOtherDangers) - (b.breadth ?? ofOtherDangers)).map(({ danger }) => danger);

function withPorts(danger: Danger, ports: Phrase): Danger {
  const at = placeIn(danger.what);
  const [before, part, after] = [danger.what.slice(0, at), danger.what[at], danger.what.slice(at + 1)];
  if (typeof part !== 'string') return danger;
  const end = part.indexOf(opened) + opened.length;
  const what = [...before, part.slice(0, end), ...ports, part.slice(end), ...after];
  return { ...danger, what: what.filter((one) => one !== '') };
}

const placeIn = (what: Phrase): number => what.findIndex((part) => typeof part === 'string' && part.includes(opened));

const isOpened = ({ what }: Danger): boolean => placeIn(what) >= 0;

/** Returns the openings that a change adds or, if it only adds networks, all openings. */
function newOpenings(change: Change): readonly Opening[] {
  const sides = ['before', 'after'] as const;
  const [was, is] = sides.map((side) => openingsIn(valuesToJudge(change.type, withImplicitSource(change, side))));
  const known = new Set(was?.map(textOf));
  const added = is?.filter((opening) => !known.has(textOf(opening))) ?? [];
  return added.length > 0 ? added : (is ?? []);
}

const textOf = (opening: Opening): string => JSON.stringify(opening);

/** Maximum number of ports to name. */
const namedAtMost = 4;

/** Formats the ports of openings: ` on ports 22 and 80`. Empty if they name no ports. */
export function portsIn(openings: readonly Opening[]): Phrase {
  const dangerous = openings.filter(({ isHarmless }) => !isHarmless);
  const wide = dangerous.filter(({ ports }) => ports === every).map(({ protocol }) => protocol);
  if (wide.some((protocol) => protocol === every || protocol === '')) return words(' on all ports');
  const narrow = dangerous.filter(({ protocol }) => !wide.includes(protocol));
  const ports = [...new Set(narrow.flatMap((opening) => opening.ports ?? []))].sort(sensitiveFirst);
  const [named, numbered] = [false, true].map((isNumber) => [
    ...new Set(wide.filter((protocol) => /^\d+$/.test(protocol) === isNumber)),
  ]);
  const texts = [
    ...(named?.length ? [`all ${listed(named)} ports`] : []),
    ...(numbered?.length ? [`IP ${numbered.length === 1 ? 'protocol' : 'protocols'} ${listed(numbered)}`] : []),
    ...(ports.length === 0 ? [] : [portNumbers(ports)]),
  ];
  if (texts.length > 0) return words(` on ${texts.join(' and on ')}`);
  return dangerous.every(isIcmp) && dangerous.length > 0 ? words(' for ICMP') : [];
}

function portNumbers(ports: readonly string[]): string {
  const named = ports.length > namedAtMost ? ports.slice(0, namedAtMost - 1) : ports;
  const more = ports.length - named.length;
  const isOne = ports.length === 1 && !ports[0]?.includes('-');
  return `${isOne ? 'port' : 'ports'} ${listed(more > 0 ? [...named, `${more} more`] : named)}`;
}

const listed = (texts: readonly string[]): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : (texts[0] ?? '');

const isIcmp = ({ protocol }: Opening): boolean => protocol.startsWith('ICMP');

/** Ports for administration and databases, which are rarely meant to be public. Source: IANA, Service Name and Port Number Registry */
const sensitivePorts = [22, 23, 445, 1433, 1521, 3306, 3389, 5432, 5985, 5986, 6379, 9042, 9200, 11_211, 27_017];

const webPorts: ReadonlySet<string> = new Set(['80', '443']);

/** Tests of how much an opening accepts, widest first. The position of the first true test is the rank. */
const breadths: readonly ((opening: Opening) => boolean)[] = [
  ({ protocol, ports }) => ports === every && (protocol === every || protocol === ''),
  ({ ports }) => ports === every,
  ({ ports }) => ports !== undefined && isSensitive(ports),
  (opening) => !isIcmp(opening) && !webPorts.has(opening.ports ?? ''),
  (opening) => !isIcmp(opening),
];

/** Returns whether a port or range contains a port for administration or a database. */
export const isSensitive = (ports: string): boolean => sensitivePorts.some((port) => includesPort(ports, port));

/** Sorts sensitive ports before others, and then by number. */
const sensitiveFirst = (a: string, b: string): number =>
  Number(isSensitive(b)) - Number(isSensitive(a)) || Number.parseInt(a, 10) - Number.parseInt(b, 10);

/** Returns whether a port or range contains another one. */
export function includesPorts(ports: string, others: string): boolean {
  const [first = Number.NaN, last = first] = others.split('-').map(Number);
  return includesPort(ports, first) && includesPort(ports, last);
}

function includesPort(ports: string, port: number): boolean {
  const [first = Number.NaN, last = first] = ports.split('-').map(Number);
  return first <= port && port <= last;
}

/** Rank between the openings of sensitive ports and those of other ports. */
const ofOtherDangers = 2.5;

/** Returns the rank of the widest opening: 0 for all ports of all protocols. */
function breadthOf(openings: readonly Opening[]): number {
  const ranks = openings
    .filter(({ isHarmless }) => !isHarmless)
    .map((opening) => breadths.findIndex((isAsWide) => isAsWide(opening)));
  return Math.min(...ranks.map((rank) => (rank < 0 ? breadths.length : rank)));
}
