import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { isDangerousValue } from '../knowledge/condition';
import { rowsOf } from '../knowledge/knowledge';
import { wordsOf } from '../knowledge/name-words';
import type { Meaning } from '../knowledge/row';
import { secret } from '../masking/spans';
import { joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { encryptionSettings } from '../rules/encryption-removed';
import { protectionSettings } from '../rules/protection-removed';
import type { Line } from './changed-text';
import { shortPath } from './short-path';
import { trafficIn } from './traffic';

/** Words in the names of attributes that describe the kind, the size, the content or the reachability of a resource. */
const informativeWords = new Set(
  `access action actions allow ami billing capacity cidr cidrs class command count cpu cron deny desired destination direction effect
  end engine expiration expires expiry expression filter handler hash image ingress instance machine max memory min model
  permissions policy port ports prefix prefixes protocol query ranges records replicas resource retention rule runtime
  schedule script service size sku source statistic threshold tier ttl type uri url value values version visibility zone`.split(
    /\s+/,
  ),
);

/** Words in the names of attributes that identify a resource, or the resources and people that it connects. */
const identifying = new Set(
  `domain email emails endpoint fqdn group groups host hostname login mail member members name owner owners principal principals
  recipients repository role roles scope subject target user username users`.split(/\s+/),
);

/**
 * Attributes that say little about a resource: its place, which most resources of a plan share, and outgoing traffic, which is usually
 * unrestricted.
 */
const secondary: ReadonlySet<string> = new Set([
  'account_id',
  'availability_zone',
  'compartment_id',
  'egress',
  'location',
  'namespace',
  'project',
  'region',
  'resource_group_name',
  'subscription_id',
  'tenant_id',
]);

/** Matches attributes for people and tools, which do not affect what the resource does. Tags of sources and targets do. */
const remarks =
  /(?:^|_)(?:annotations?|comment|description|labels|match_labels|selector|(?<!source_|target_|network_)tags|tags_all|timeouts|triggers)$/;

/** Matches attributes that have the same value in almost every policy or resource. */
const boilerplate =
  /^(?:Version = \d{4}-\d\d-\d\d|Effect = Allow|Action = sts:AssumeRole|path = \/|package_type = Zip|\w+_tenancy = default)$/;

/** Matches flags that say what a resource costs, or who reaches it. */
const notable = /preemptible|spot|public|privileged|multi_az|https_only/;

/** Maximum number of attributes to show for one resource. */
const most = 6;
/** Number of attributes up to which less informative ones are added. */
const enough = 3;
/** Maximum length of a value. */
const longest = 60;
/** Maximum length of the rules of a firewall. */
const longestTraffic = 200;

type DescribedChange = Pick<
  Change,
  'type' | 'name' | 'action' | 'before' | 'after' | 'declared' | 'unknown' | 'waitsFor'
>;

/** Types of resources that connect other resources. */
export const connecting =
  /_(?:attachments?|associations?|memberships?|members?|assignments?|bindings?|grants?|subscriptions?|peerings?|permissions?|collaborators?|records?|routes?|targets?|listeners?|triggers?|mappings?|access_entry)(?:_v\d+)?$/;

/** Maximum number of references to name. */
const referencesAtMost = 3;

/**
 * Formats the most informative attributes of a new or deleted resource on one line: identifying attributes, then missing encryption
 * and protection, then kind, size and content, and then, if there are few of these, other attributes that the configuration declares.
 * Names the resources to which attributes refer that are known only after apply.
 * @param changes changes to one resource, or to several instances of a declaration, whose different values are listed
 */
export function createdLines(...changes: readonly [DescribedChange, ...DescribedChange[]]): readonly Line[] {
  const [{ action }] = changes;
  const ranked = distinct(action === 'delete' ? identifyingOf(changes) : attributesOf(changes)).toSorted(
    (a, b) => b.importance - a.importance || a.depth - b.depth,
  );
  const informative = ranked.filter(({ importance }) => importance > importances.other);
  const primary = ranked.filter(({ importance }) => importance > importances.secondary);
  const shown =
    informative.length >= enough
      ? informative.slice(0, most)
      : (primary.length > 0 ? primary : ranked).slice(0, enough);
  const rest = Math.max(informative.length - shown.length, 0);
  const phrases = [...shown.map(({ phrase }) => phrase), ...(rest > 0 ? [words(`${rest} more`)] : [])];
  const references = action === 'create' ? referencesOf(changes.flatMap(({ waitsFor }) => waitsFor)) : [];
  const parts = [...(phrases.length > 0 ? [joined(phrases)] : []), ...(references.length > 0 ? [references] : [])];
  return parts.length === 0 ? [] : [{ text: joinedBySemicolons(parts), items: [] }];
}

/** Matches references that say what a resource may do and who can reach it. */
const decisive = /(?:security_group|subnet|role|profile|cluster|network)[^.]*\./;

/** Names the referenced resources: `refers to aws_subnet.public and aws_security_group.web`. */
function referencesOf(waitsFor: readonly string[]): Phrase {
  const all = [...new Set(waitsFor.map(withoutAttribute))].sort(
    (a, b) => Number(decisive.test(b)) - Number(decisive.test(a)),
  );
  const more = all.length - referencesAtMost;
  const named = all.slice(0, more === 1 ? all.length : referencesAtMost).map((reference) => say`${reference}`);
  return all.length === 0 ? [] : say`refers to ${joined(more > 1 ? [...named, words(`${more} more`)] : named)}`;
}

/** Returns the resource in a reference: `aws_subnet.a[0]` for `aws_subnet.a[0].id`. Keeps outputs of modules. */
const withoutAttribute = (reference: string): string =>
  /^(?:data\.)?(?!module\.)[^.[\]]+\.[^.[\]]+(?:\[(?:\d+|"[^"]*")\])?/.exec(reference)?.[0] ?? reference;

/** Levels of importance of attributes. */
const importances = { secondary: 0, other: 1, judged: 2, informative: 3, unprotected: 4, identifying: 5 } as const;

interface ShownAttribute {
  readonly importance: number;
  /** Number of blocks that contain the attribute. */
  readonly depth: number;
  /** Text of the value. */
  readonly text: string;
  readonly phrase: Phrase;
}

/** Omits identifying attributes that repeat the value of another one. */
const distinct = (attributes: readonly ShownAttribute[]): readonly ShownAttribute[] => {
  const isIdentifying = ({ importance }: ShownAttribute) => importance === importances.identifying;
  return attributes.filter(
    (one, at) =>
      !isIdentifying(one) || attributes.findIndex((other) => isIdentifying(other) && other.text === one.text) === at,
  );
};

/**
 * Returns whether instances of a declaration declare the same attributes and, apart from single values, the same blocks. Only then can
 * they be described together.
 */
export function areAlike(changes: Instances): boolean {
  const [first, ...others] = changes.map(({ after, declared, unknown }) =>
    JSON.stringify([
      leavesIn([declared ?? after]).map(({ path, values }) => [
        path,
        values.length,
        values.some((value) => typeof value === 'object') ? values : [],
      ]),
      unknown,
    ]),
  );
  return others.every((other) => other === first);
}

type Instances = readonly [DescribedChange, ...DescribedChange[]];

const identifyingOf = (changes: Instances): readonly ShownAttribute[] =>
  leavesIn(changes.map(({ before }) => before))
    .filter(({ path }) => path.length === 1)
    .flatMap((leaf) => shownAs(leaf, changes[0]))
    .filter(({ importance }) => importance === importances.identifying);

/**
 * Returns the attributes of a new resource that can be shown. If the configuration is known, omits defaults, except those that turn off
 * encryption or protection. Otherwise, omits attributes whose names say little.
 */
function attributesOf(changes: Instances): readonly ShownAttribute[] {
  const [first] = changes;
  const declared = changes.map((change) => change.declared ?? {});
  const names = new Set(declared.flatMap((values) => Object.keys(values)));
  // Terraform omits dynamic blocks from the configuration
  const others = leavesIn(changes.map(({ after }) => after)).filter(({ path: [name = ''] }) => !names.has(name));
  const isInBlock = ({ path, values }: Leaf) => path.length > 1 || values.some((value) => typeof value === 'object');
  const isShown = (leaf: Leaf, { importance }: ShownAttribute) =>
    first.declared === undefined || isInBlock(leaf)
      ? importance > importances.other
      : importance === importances.unprotected;
  return [
    ...leavesIn(declared).flatMap((leaf) => shownAs(leaf, first)),
    ...others.flatMap((leaf) => shownAs(leaf, first).filter((one) => isShown(leaf, one))),
  ];
}

/** Value inside a resource, with the names of its attribute and blocks. */
interface Leaf {
  readonly path: readonly string[];
  /** One value, or the values of the same attribute in several blocks. */
  readonly values: readonly Value[];
}

/** Returns the values in attributes, blocks and JSON documents. Attributes of the same name are read as one. */
export function leavesIn(objects: readonly ValueObject[]): readonly Leaf[] {
  const all = objects.flatMap((values) => Object.entries(values).flatMap(([name, value]) => leavesAt([name], value)));
  return [...groupBy(all, ({ path }) => path.join('.')).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ path: first.path, values: [first, ...others].flatMap((leaf) => leaf.values) }],
  );
}

function leavesAt(path: readonly string[], value: Value): readonly Leaf[] {
  const inside = documentIn(value) ?? value;
  const name = path.at(-1) ?? '';
  if (remarks.test(name) || inside === null || inside === '') return [];
  // the value of a named variable means nothing without the name, and may be a secret
  if (path.length > 1 && /^values?$/.test(name)) return [];
  if (trafficIn(name, inside).length > 0) return [{ path, values: [inside] }];
  if (isObject(inside)) return Object.entries(inside).flatMap(([name, item]) => leavesAt([...path, name], item));
  if (!isList(inside)) return [{ path, values: [inside] }];
  return inside.some((item) => typeof item === 'object')
    ? inside.flatMap((item) => leavesAt(path, item))
    : [{ path, values: inside }];
}

/** Formats an attribute. Returns an empty list for values that say little. */
function shownAs({ path, values }: Leaf, { type, name }: Pick<Change, 'type' | 'name'>): readonly ShownAttribute[] {
  const [attribute = '', ...nested] = path;
  const isTop = nested.length === 0;
  const isJudged = isTop && rowsOf(type)?.some((row) => row.path[0] === attribute) === true;
  const isWeak =
    isTop && values.some((value) => isUnprotected(type, attribute, value) || isOpen(type, attribute, value));
  // a setting that is off says little, unless rules judge it
  if (!isWeak && !isJudged && values.every((value) => value === false)) return [];
  const isFlag = values.every((value) => typeof value === 'boolean') && !notable.test(path.at(-1) ?? '');
  const text = textOf(attribute, values);
  const names = wordsOf(path.at(-1) ?? '');
  if (text === '' || text.includes(secret) || boilerplate.test(`${path.at(-1)} = ${text}`)) return [];
  // an attribute that repeats the name of the resource adds no information
  if (names.at(-1) === 'name' && isSimilar(text, name)) return [];
  const importance = secondary.has(attribute)
    ? importances.secondary
    : isTop && names.some((word) => identifying.has(word))
      ? importances.identifying
      : isWeak
        ? importances.unprotected
        : !isFlag &&
            (notable.test(path.at(-1) ?? '') ||
              names.some((word) => informativeWords.has(word) || (!isTop && identifying.has(word))))
          ? importances.informative
          : isJudged
            ? importances.judged
            : importances.other;
  return [{ importance, depth: nested.length, text, phrase: say`${shortPath(path)} = ${{ value: text }}` }];
}

/** Returns whether a value contains the name of the resource, for example `shop-power-on` the name `power_on`. */
function isSimilar(text: string, name: string): boolean {
  const [value, own] = [text, name].map((one) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return own !== undefined && own !== '' && value?.includes(own) === true && !text.includes('@');
}

/** Protections that almost no resource has, so that their absence is not informative. */
const rareProtections: ReadonlySet<string> = new Set(['skip_destroy']);

/** Returns whether an attribute turns off encryption or protection against data loss. */
const isUnprotected = (type: string, attribute: string, value: Value): boolean =>
  !rareProtections.has(attribute) &&
  [...(encryptionSettings(type) ?? []), ...protectionSettings(type)].some(
    ({ path, isOff }) => path.length === 1 && path[0] === attribute && isOff(value),
  );

/** Aspects of a resource that outsiders can misuse. */
const misusable: ReadonlySet<Meaning> = new Set(['exposure', 'reach', 'encryption', 'rights']);

/** Returns whether a flag exposes a resource according to the tables: `https_only = false`. */
const isOpen = (type: string, attribute: string, value: Value): boolean =>
  typeof value === 'boolean' &&
  notable.test(attribute) &&
  (rowsOf(type) ?? []).some(
    ({ path, meaning, when }) =>
      path.length === 1 && path[0] === attribute && misusable.has(meaning) && isDangerousValue(when, value),
  );

/** Formats values as a list: `tcp:22, tcp:80-90, 14 more`. Shortens a long value, and counts the lines of a multi-line value. */
function textOf(attribute: string, values: readonly Value[]): string {
  const traffic = [...new Set(values.flatMap((value) => trafficIn(attribute, value)))];
  const texts = traffic.length > 0 ? traffic : [...new Set(values.flatMap(textsOf))];
  const most = traffic.length > 0 ? longestTraffic : longest;
  let length = 0;
  const end = texts.findIndex((one, at) => {
    length += one.length + ', '.length;
    return at > 0 && length - ', '.length > most;
  });
  const shown = end < 0 ? texts : texts.slice(0, end);
  return [...shown, ...(shown.length < texts.length ? [`${texts.length - shown.length} more`] : [])].join(', ');
}

function textsOf(value: Value): readonly string[] {
  if (value === null || typeof value === 'object') return [];
  const [first = '', ...others] = String(value).trim().split('\n');
  if (others.length > 0) return [`${shortened(first)} (${others.length + 1} lines)`];
  if (encoded.test(first)) return [`${first.length} characters`];
  return first === '' ? [] : [shortened(first)];
}

/** Matches encoded data, such as a compressed script in Base64. */
const encoded = /^[A-Za-z0-9+/_-]{100,}={0,2}$/;

const shortened = (text: string) =>
  // without half of a character outside the Basic Multilingual Plane
  text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
