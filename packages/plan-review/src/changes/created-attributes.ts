import { wordsOf } from '../knowledge/name-words';
import { secret } from '../masking/spans';
import { joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { byImportance, type Importance, importanceOfAttribute, isAbove } from './attribute-importance';
import { textOf } from './attribute-text';
import type { Line } from './changed-text';
import { type Leaf, leavesIn } from './leaves';
import { shortPath } from './short-path';

/** Matches attributes that have the same value in almost every policy or resource. */
const boilerplate =
  /^(?:Version = \d{4}-\d\d-\d\d|Effect = Allow|Action = sts:AssumeRole|path = \/|package_type = Zip|\w+_tenancy = default)$/;

/** Maximum number of attributes to show for one resource. */
const most = 6;
/** Number of attributes up to which less informative ones are added. */
const enough = 3;
type DescribedChange = Pick<
  Change,
  'address' | 'type' | 'name' | 'action' | 'before' | 'after' | 'declared' | 'unknown' | 'waitsFor'
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
    (a, b) => byImportance(a.importance, b.importance) || a.depth - b.depth,
  );
  const informative = ranked.filter(({ importance }) => isAbove(importance, 'other'));
  const primary = ranked.filter(({ importance }) => isAbove(importance, 'secondary'));
  const shown =
    informative.length >= enough
      ? informative.slice(0, most)
      : (primary.length > 0 ? primary : ranked).slice(0, enough);
  const rest = Math.max(informative.length - shown.length, 0);
  const phrases = [...shown.map(({ phrase }) => phrase), ...(rest > 0 ? [words(`${rest} more`)] : [])];
  const references = action === 'create' ? referencesOf(changes) : [];
  const parts = [...(phrases.length > 0 ? [joined(phrases)] : []), ...(references.length > 0 ? [references] : [])];
  return parts.length === 0 ? [] : [{ text: joinedBySemicolons(parts), items: [] }];
}

/** Matches references that say what a resource may do and who can reach it. */
const decisive = /(?:security_group|subnet|role|profile|cluster|network)[^.]*\./;

/** Names the referenced resources: `refers to aws_subnet.public and aws_security_group.web`. */
function referencesOf(changes: Instances): Phrase {
  // a reference omits the module that contains the resource
  const modules = [...new Set(changes.map(({ address }) => modulesOf(address)))];
  const module = modules.length === 1 ? modules.join('') : withoutKeys(modules[0] ?? '');
  const waitsFor = changes.flatMap((change) => change.waitsFor.map(withoutAttribute));
  const all = [...new Set(waitsFor.map((reference) => `${module}${reference}`))].sort(
    (a, b) => Number(decisive.test(b)) - Number(decisive.test(a)),
  );
  const more = all.length - referencesAtMost;
  const named = all.slice(0, more === 1 ? all.length : referencesAtMost).map((reference) => say`${reference}`);
  return all.length === 0 ? [] : say`refers to ${joined(more > 1 ? [...named, words(`${more} more`)] : named)}`;
}

/** Returns the resource in a reference: `aws_subnet.a[0]` for `aws_subnet.a[0].id`. Keeps outputs of modules. */
const withoutAttribute = (reference: string): string =>
  /^(?:data\.)?(?!module\.)[^.[\]]+\.[^.[\]]+(?:\[(?:\d+|"[^"]*")\])?/.exec(reference)?.[0] ?? reference;

interface ShownAttribute {
  readonly importance: Importance;
  /** Number of steps in the path of the attribute. */
  readonly depth: number;
  /** Text of the value. */
  readonly text: string;
  readonly phrase: Phrase;
}

/** Omits identifying attributes that repeat the value of another one. */
const distinct = (attributes: readonly ShownAttribute[]): readonly ShownAttribute[] => {
  const isIdentifying = ({ importance }: ShownAttribute) => importance === 'identifying';
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
      // Terraform omits dynamic blocks from the declared values
      [declared ?? {}, after].map((values) => leavesIn([values]).map(shapeOf)),
      unknown,
    ]),
  );
  return others.every((other) => other === first);
}

/** Returns the path and the number of the values of an attribute, and the rules of a firewall themselves. */
const shapeOf = ({ path, values }: Leaf) => [
  path,
  values.length,
  values.some((value) => typeof value === 'object') ? values : [],
];

type Instances = readonly [DescribedChange, ...DescribedChange[]];

const identifyingOf = (changes: Instances): readonly ShownAttribute[] =>
  leavesIn(changes.map(({ before }) => before))
    .filter(({ path }) => path.length === 1)
    .flatMap((leaf) => shownAs(leaf, changes[0]))
    .filter(({ importance }) => importance === 'identifying');

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
    first.declared === undefined || isInBlock(leaf) ? isAbove(importance, 'other') : importance === 'unprotected';
  return [
    ...leavesIn(declared).flatMap((leaf) => shownAs(leaf, first)),
    ...others.flatMap((leaf) => shownAs(leaf, first).filter((one) => isShown(leaf, one))),
  ];
}

/** Formats an attribute. Returns an empty list for values that say little. */
function shownAs(leaf: Leaf, { type, name }: Pick<Change, 'type' | 'name'>): readonly ShownAttribute[] {
  const { path, values } = leaf;
  const own = path.at(-1) ?? '';
  const text = textOf(own, values);
  const importance = importanceOfAttribute(type, leaf);
  if (importance === undefined || text === '' || text.includes(secret) || boilerplate.test(`${own} = ${text}`))
    return [];
  // an attribute that repeats the name of the resource adds no information
  if (wordsOf(own).at(-1) === 'name' && isSimilar(text, name)) return [];
  return [{ importance, depth: path.length, text, phrase: say`${shortPath(path)} = ${{ value: text }}` }];
}

/** Returns whether a value contains the name of the resource, for example `shop-power-on` the name `power_on`. */
function isSimilar(text: string, name: string): boolean {
  const [value, own] = [text, name].map((one) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return own !== undefined && own !== '' && value?.includes(own) === true && !text.includes('@');
}
