import type { ValueObject } from '@himeshima/terraform-json';
import { wordsOf } from '../knowledge/name-words';
import { secret } from '../masking/spans';
import { joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { startsEmpty } from '../plan/stored-data';
import { byImportance, type Importance, importanceOfAttribute, isAbove } from './attribute-importance';
import { textOf } from './attribute-text';
import type { Line } from './changed-text';
import { type Leaf, leavesIn, leavesOf } from './leaves';
import { shortPath } from './short-path';
import { statementsIn } from './statements';
import { isPartOfRule, ruleOfResource } from './traffic';

/** Matches attributes that have the same value in almost every policy or resource. */
const boilerplate =
  /^(?:Version = \d{4}-\d\d-\d\d|Effect = Allow|Action = sts:AssumeRole|path = \/|package_type = Zip|\w+_tenancy = default|vpc = true|domain = vpc|http_endpoint = enabled|user_data_replace_on_change = true)$/;

/** Maximum number of attributes to show for a resource that holds data, and for another resource. */
const most = { withData: 10, others: 6 } as const;
/** Number of attributes up to which less informative ones are added. */
const enough = 3;
type DescribedChange = Pick<
  Change,
  'address' | 'type' | 'name' | 'action' | 'before' | 'after' | 'declared' | 'unknown' | 'waitsFor'
>;

/** Maximum number of references to name. */
const referencesAtMost = 3;

/**
 * Formats the most informative attributes of a new or deleted resource on one line: identifying attributes, then missing encryption
 * and protection, then kind, size and content, and then, if there are few of these, other attributes that the configuration declares.
 * Names the resources to which attributes refer that are known only after apply.
 */
export const createdLines = (change: DescribedChange): readonly Line[] => describeInstances(change).lines;

/** Description of the new instances of a declaration. */
interface DescribedInstances {
  readonly lines: readonly Line[];
  /** Values that only one of the instances has, for each instance. Empty if the lines contain all values. */
  readonly ownValues: readonly Phrase[];
}

/** Maximum number of values to show for each instance. */
const ownAtMost = 2;

/** Describes the attributes of new instances of a declaration like `createdLines`, and the values that differ between instances. */
export function describeInstances(...changes: Instances): DescribedInstances {
  const [{ action, type }] = changes;
  const ranked = distinct(action === 'delete' ? identifyingOf(changes) : attributesOf(changes)).toSorted(
    (a, b) => byImportance(a.importance, b.importance) || a.depth - b.depth,
  );
  const informative = ranked.filter(({ importance }) => isAbove(importance, 'other'));
  const primary = ranked.filter(({ importance }) => isAbove(importance, 'secondary'));
  const shown =
    informative.length >= enough
      ? informative.slice(0, startsEmpty(type) ? most.withData : most.others)
      : (primary.length > 0 ? primary : ranked).slice(0, enough);
  const rest = Math.max(informative.length - shown.length, 0);
  const different = shown.filter(({ texts }) => new Set(texts).size > 1);
  const own = different.length <= ownAtMost ? different : [];
  const phrases = [
    ...shown.filter((one) => !own.includes(one)).map(({ phrase }) => phrase),
    ...(rest > 0 ? [words(`${rest} more`)] : []),
  ];
  const references = action === 'create' ? referencesOf(changes) : [];
  const parts = [...(phrases.length > 0 ? [joined(phrases)] : []), ...(references.length > 0 ? [references] : [])];
  return {
    lines: parts.length === 0 ? [] : [{ text: joinedBySemicolons(parts), items: [] }],
    ownValues:
      own.length === 0 ? [] : changes.map((_, at) => joined(own.map(({ texts }) => [{ value: texts[at] ?? '' }]))),
  };
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
  /** Whether the attribute is inside a block, or consists of blocks. */
  readonly isInBlock: boolean;
  /** Text of the value. */
  readonly text: string;
  /** Text of the value of each instance. */
  readonly texts: readonly string[];
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

/** Returns the path and the number of the values of an attribute or of the statements of a policy, and the rules of a firewall themselves. */
const shapeOf = ({ path, values }: Leaf) => [
  path,
  values.length,
  values.map((value) => (typeof value === 'object' ? statementsIn(value).length || value : '')),
];

type Instances = readonly [DescribedChange, ...DescribedChange[]];

/** Returns the identifying attributes of deleted resources, except those that contain the value of another one, such as endpoints. */
function identifyingOf(changes: Instances): readonly ShownAttribute[] {
  const all = shownIn(
    changes[0],
    changes.map(({ before }) => before),
  ).filter(({ importance, depth }) => importance === 'identifying' && depth === 1);
  const names = all.flatMap(({ text }) => (text.length >= shortestName ? [text] : []));
  return all.filter(({ text }) => !names.some((name) => name !== text && text.includes(name)));
}

/** Minimum length of a value that other values may contain by intention. */
const shortestName = 4;

/**
 * Returns the attributes of a new resource that can be shown. If the configuration is known, omits defaults, except those that turn off
 * encryption or protection. Otherwise, omits attributes whose names say little, unless there are no others.
 */
function attributesOf(changes: Instances): readonly ShownAttribute[] {
  const [first] = changes;
  const declared = changes.map((change) => change.declared ?? {});
  const names = new Set(declared.flatMap((values) => Object.keys(values)));
  // Terraform omits dynamic blocks from the configuration
  const others = changes.map(({ after }) => (names.size === 0 ? after : omitting(after, (name) => names.has(name))));
  const isShown = ({ importance, isInBlock }: ShownAttribute) =>
    first.declared === undefined || isInBlock ? isAbove(importance, 'other') : importance === 'unprotected';
  const rules = changes.map(({ type, after }) => ruleOfResource(type, after));
  const [rule] = rules;
  const [own, defaults] = [declared, others].map((all) =>
    shownIn(first, rule === undefined ? all : all.map((values) => omitting(values, isPartOfRule))),
  );
  const known = [
    ...(rule === undefined
      ? []
      : [
          ruleShown(
            rule.direction,
            rules.map((one) => one?.text ?? ''),
          ),
        ]),
    ...(own ?? []),
    ...(defaults ?? []).filter(isShown),
  ];
  return known.length > 0 ? known : (defaults ?? []).filter(({ isInBlock }) => !isInBlock);
}

const omitting = (values: ValueObject, isOmitted: (name: string) => boolean): ValueObject =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isOmitted(name)));

/** Describes a resource that is a single rule of a firewall, before its other attributes. */
const ruleShown = (direction: string, texts: readonly string[]): ShownAttribute => {
  const text = [...new Set(texts)].join(', ');
  const phrase = say`${direction} = ${{ value: text }}`;
  return { importance: 'identifying', depth: 0, isInBlock: false, text, texts, phrase };
};

/** Formats the attributes of the instances of a declaration. */
function shownIn(first: DescribedChange, instances: readonly ValueObject[]): readonly ShownAttribute[] {
  const [only, ...others] = instances;
  if (only !== undefined && others.length === 0)
    return leavesOf(only).flatMap((leaf) => shownAs(leaf, (text) => [text], first));
  const leaves = instances.map((values) => new Map(leavesOf(values).map((leaf) => [leaf.path.join('.'), leaf])));
  const textsOf = ({ path }: Leaf) =>
    leaves.map((those) => textOf(path.at(-1) ?? '', those.get(path.join('.'))?.values ?? []));
  return leavesIn(instances).flatMap((leaf) => shownAs(leaf, () => textsOf(leaf), first));
}

/**
 * Formats an attribute. Returns an empty list for values that say little.
 * @param textsOf returns the text of the value of each instance
 */
function shownAs(
  leaf: Leaf,
  textsOf: (text: string) => readonly string[],
  { type, name }: DescribedChange,
): readonly ShownAttribute[] {
  const { path, values } = leaf;
  const own = path.at(-1) ?? '';
  const importance = importanceOfAttribute(type, leaf);
  if (importance === undefined) return [];
  const text = textOf(own, values);
  // providers use -1 for an unset or unlimited number
  if (text === '' || text === '-1' || isMasked(leaf, text) || boilerplate.test(`${own} = ${text}`)) return [];
  // an attribute that repeats the name of the resource adds no information
  if (wordsOf(own).at(-1) === 'name' && isSimilar(text, name)) return [];
  const isInBlock = path.length > 1 || values.some((value) => typeof value === 'object');
  const phrase = say`${shortPath(path)} = ${{ value: text }}`;
  return [{ importance, depth: path.length, isInBlock, text, texts: textsOf(text), phrase }];
}

/** Returns whether a value is masked. A policy is shown even if a part of it is masked. */
const isMasked = ({ values }: Leaf, text: string): boolean =>
  text.includes(secret) && values.every((value) => typeof value !== 'object');

/** Returns whether a value contains the name of the resource, for example `shop-power-on` the name `power_on`. */
function isSimilar(text: string, name: string): boolean {
  const [value, own] = [text, name].map((one) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return own !== undefined && own !== '' && value?.includes(own) === true && !text.includes('@');
}
