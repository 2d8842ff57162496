import { nearMiss } from '../sql/suggest-word';

const withAnswers = (topic: string) => [topic, `${topic}/accepted`, `${topic}/rejected`];

const shadow = (prefix: string) => [
  ...['update', 'get', 'delete'].flatMap((verb) => withAnswers(`${prefix}/${verb}`)),
  `${prefix}/update/delta`,
  `${prefix}/update/documents`,
];

const job = '$aws/things/+/jobs';
const bothFormats = (topic: string) => ['json', 'cbor'].flatMap((format) => withAnswers(`${topic}/${format}`));

/**
 * Reserved topics, in which `+` represents a name, and `#` represents levels that the source does not specify. Source:
 * AWS IoT developer guide, "Reserved topics".
 */
const reserved: readonly (readonly string[])[] = [
  ...shadow('$aws/things/+/shadow'),
  ...shadow('$aws/things/+/shadow/name/+'),
  ...['get', 'start-next', '+/get', '+/update'].flatMap((verb) => withAnswers(`${job}/${verb}`)),
  ...['notify', 'notify-next'].map((verb) => `${job}/${verb}`),
  ...bothFormats('$aws/certificates/create'),
  ...bothFormats('$aws/certificates/create-from-csr'),
  ...bothFormats('$aws/provisioning-templates/+/provision'),
  ...bothFormats('$aws/things/+/defender/metrics'),
  '$aws/things/+/tunnels/notify',
  '$aws/things/+/streams/#',
  '$aws/commands/#',
  '$aws/device_location/#',
  '$aws/sitewise/#',
  '$aws/rules/#',
  ...[
    'certificates',
    'job',
    'jobExecution',
    'presence',
    'subscriptions',
    'thing',
    'thingGroup',
    'thingGroupHierarchy',
    'thingGroupMembership',
    'thingType',
    'thingTypeAssociation',
  ].map((kind) => `$aws/events/${kind}/#`),
].map((topic) => topic.split('/'));

/**
 * Returns whether a level can match any name, because it is `+`, or contains `?`, a policy variable or a template.
 */
const isOpen = (level: string) => level === '+' || level.includes('${') || level.includes('?');
/** Returns whether a level can match several levels, because it is `#` or contains `*`. */
const isOpenEnded = (level: string) => level === '#' || level.includes('*');

/**
 * Finds the first level at which a topic, topic filter or policy resource in `$aws/` differs from every reserved topic. AWS IoT
 * accepts such a topic without an error, but never publishes a message to it.
 * @returns an error with the column (starting at 1) of this level, or undefined for reserved topics
 * and topics outside `$aws/`
 */
export function unknownReserved(topic: string): { readonly message: string; readonly column: number } | undefined {
  if (!topic.startsWith('$aws/')) return undefined;
  const levels = topic.split('/');
  const reach = Math.max(...reserved.map((known) => common(levels, known)));
  if (reach === Number.POSITIVE_INFINITY) return undefined;
  const column = levels.slice(0, reach).join('/').length + (reach === 0 ? 1 : 2);
  const [level] = levels.slice(reach);
  const next = reserved
    .filter((known) => common(levels, known) === reach)
    .flatMap((known) => known.slice(reach, reach + 1));
  const names = [...new Set(next)].filter((name) => name !== '+' && name !== '#');
  const near = level === undefined ? undefined : nearMiss(level, names);
  const known =
    near === undefined ? `valid at this position: ${names.join(', ') || 'nothing'}` : `did you mean ${near}?`;
  return { message: `${topic} is not a reserved topic, so nothing is published there; ${known}`, column };
}

/**
 * Returns the number of initial levels that a topic shares with a reserved topic, or infinity if the topic can match
 * the reserved topic.
 */
function common(levels: readonly string[], known: readonly string[]): number {
  for (let at = 0; ; at += 1) {
    const [level, name] = [levels[at], known[at]];
    if (level !== undefined && isOpenEnded(level)) return Number.POSITIVE_INFINITY;
    if (name === '#') return level === undefined ? at : Number.POSITIVE_INFINITY;
    if (level === undefined || name === undefined) return level === name ? Number.POSITIVE_INFINITY : at;
    if (name !== '+' && level !== name && !isOpen(level)) return at;
  }
}
