import { isObject } from '@himeshima/terraform-json';
import { describeReversal, differencesOfRecreated } from '../drift';
import { groupBy } from '../group-by';
import { importanceOf } from '../importance';
import { isTimed } from '../knowledge/utilities';
import { type Phrase, words } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Action, Change, Plan } from '../plan/plan';
import type { Line } from './changed-text';
import { areAlike, describeInstances } from './created-attributes';
import { type ChangedResource, describeChange, describeDifference } from './describe-change';
import { withNamedIds } from './named-ids';
import { withPlannedPolicy } from './planned-policy';

/** Group of changed resources that belong together. */
export interface Slice {
  /** Name of the slice. Undefined for the group of unrelated resources. */
  readonly name: string | undefined;
  /** Name that says what it is: `module shop`, or `names starting with too_hot`. Otherwise the name. */
  readonly title: string | undefined;
  readonly resources: readonly ChangedResource[];
  /**
   * Descriptions of new instances of a declaration with `count` or `for_each`, by address.
   */
  readonly instances: ReadonlyMap<string, InstanceDescription>;
}

interface InstanceDescription {
  /** Description of all instances of the declaration. */
  readonly lines: readonly Line[];
  /** Values of this instance that other instances do not have. */
  readonly own: Phrase;
}

/**
 * Groups the changes in a plan by the `slice` tag, the module, or the first words that resource names share (`too_hot` for
 * `too_hot` and `too_hot_role`). The changes that belong to no slice form a group, too. In each group,
 * replacements and deletions come first, as do the groups that contain some. The last group contains moves and imports without changes.
 * @param reported addresses that another section of the review shows
 * @param dangerous addresses of resources in danger, which come first among resources with the same action
 */
export function slicesOf(
  plan: Plan,
  reported: ReadonlySet<string>,
  dangerous: ReadonlySet<string> = new Set(),
): readonly Slice[] {
  const { changes, drift } = plan;
  const gone = new Set(drift.flatMap(({ address, isDeleted }) => (isDeleted ? [address] : [])));
  const shown = changes.filter((change) => happens(change) && change.mode !== 'data' && !reported.has(change.address));
  const byDanger = worstFirst(dangerous);
  const slices = new Map<string | undefined, Change[]>();
  // moves and imports without changes are listed separately, unless the plan contains nothing else
  const kept = shown.filter(({ action }) => action === 'no-op');
  const changed = shown.filter(({ action }) => action !== 'no-op');
  for (const [change, name] of named(changed.length > 0 ? changed : kept)) {
    const those = slices.get(name) ?? [];
    those.push(change);
    slices.set(name, those);
  }
  const sliceWith = (name: string | undefined, those: readonly Change[]): Slice => {
    const changes = those.map((change) => withNamedIds(plan, withPlannedPolicy(plan, change)));
    return {
      name,
      title: name && titleOf(name, those),
      resources: changes.map((change) => describeWithDrift(plan, change, gone)),
      instances: newInstancesIn(changes.filter(({ address }) => !gone.has(address))),
    };
  };
  const all = [...slices.entries()]
    .map(([name, those]) => [name, those.sort(byDanger)] as const)
    .sort(
      ([a, [one]], [b, [other]]) =>
        (one && other && byDanger(one, other)) ||
        Number(a === undefined) - Number(b === undefined) ||
        ((a ?? '') < (b ?? '') ? -1 : 1),
    )
    .map(([name, those]) => sliceWith(name, those));
  return changed.length === 0 || kept.length === 0 ? all : [...all, sliceWith(movedOrImported, kept)];
}

function titleOf(name: string, changes: readonly Change[]): string {
  if (changes.every((change) => moduleOf(change) === name)) return `module ${name}`;
  if (name === movedOrImported || changes.every((change) => declaredSlice(change) === name)) return name;
  // the words of the name may be joined with hyphens
  const [start = name, ...others] = new Set(changes.map((change) => change.name.slice(0, name.length)));
  const shown = others.length === 0 ? start : name;
  return changes.every((change) => change.name === shown) ? `named ${shown}` : `names starting with ${shown}`;
}

/** Minimum number of instances or of identical changes to describe together. */
export const fewestTogether = 3;

/** Describes the resources that a plan creates from the same declaration, which differ only in the keys of their addresses. */
function newInstancesIn(changes: readonly Change[]): Slice['instances'] {
  const created = changes.filter(({ action, importing }) => action === 'create' && !importing);
  return new Map(
    [...groupBy(created, ({ address }) => withoutKeys(address)).values()].flatMap(([first, ...others]) => {
      if (first === undefined || others.length + 1 < fewestTogether || !areAlike([first, ...others])) return [];
      const { lines, ownValues } = describeInstances(first, ...others);
      return [first, ...others].map(({ address }, at) => [address, { lines, own: ownValues[at] ?? [] }] as const);
    }),
  );
}

/** Name of the slice with the resources that a plan moves or imports without changing them. */
const movedOrImported = 'moved or imported without changes';

/** Actions in the order of their consequences, the most severe first. */
const order: readonly Action[] = ['replace', 'delete', 'forget', 'update', 'create', 'read', 'no-op'];

/** Returns a function that sorts changes by action, then by danger, and then by the importance of the resource type. */
const worstFirst =
  (dangerous: ReadonlySet<string>) =>
  (a: Change, b: Change): number =>
    order.indexOf(a.action) - order.indexOf(b.action) ||
    Number(dangerous.has(b.address)) - Number(dangerous.has(a.address)) ||
    importanceOf(b.type) - importanceOf(a.type);

/** Describes a change. The note mentions whether the change restores what was changed or deleted outside Terraform. */
function describeWithDrift(plan: Plan, change: Change, gone: ReadonlySet<string>): ChangedResource {
  const described = describeChange(change);
  const { note } = described;
  if (change.action === 'create' && gone.has(change.address)) {
    const different = differencesOfRecreated(plan, change).flatMap((one) => describeDifference(change.type, one));
    const lines = different.map((line, at) => ({
      ...line,
      text: at === 0 ? [...words('compared with the deleted resource, '), ...line.text] : line.text,
    }));
    return {
      ...described,
      note: [
        ...words(isTimed(change.type) ? ' again after its expiry' : ' again after a deletion outside Terraform'),
        ...note,
      ],
      lines: [...lines, ...described.lines],
    };
  }
  const reversal = describeReversal(plan, change);
  return reversal === undefined ? described : { ...described, note: [...note, `, which ${reversal}`] };
}

/** Returns whether the plan changes, imports or moves a resource. */
export const happens = ({ action, importing, previousAddress }: Change) =>
  action !== 'no-op' || importing || previousAddress !== undefined;

function named(changes: readonly Change[]): readonly (readonly [Change, string | undefined])[] {
  const byFirstWord = new Map<string, string[][]>();
  for (const change of changes) {
    if (declaredSlice(change) !== undefined) continue;
    const those = byFirstWord.get(groupOf(change)) ?? [];
    those.push(wordsOf(change));
    byFirstWord.set(groupOf(change), those);
  }
  const common = new Map(
    [...byFirstWord].map(([word, names]) => [word, names.length > 1 ? commonWords(names) : undefined]),
  );
  return changes.map((change) => [change, declaredSlice(change) ?? common.get(groupOf(change))]);
}

/** Returns the value of the `slice` tag, or else the name of the module. */
function declaredSlice(change: Change): string | undefined {
  const tagged = [change.after, change.before].map(tagOf).find((tag) => tag !== undefined);
  return tagged ?? moduleOf(change);
}

const moduleOf = ({ address }: Change): string | undefined => /^module\.([^.[]+)/.exec(address)?.[1];

function tagOf({ tags_all: all, tags }: Change['before']): string | undefined {
  for (const given of [all, tags]) {
    const slice = given !== undefined && isObject(given) ? given['slice'] : undefined;
    if (typeof slice === 'string' && slice !== '') return slice;
  }
  return undefined;
}

/** Returns the grouping key of a resource: the provider and the first word of the name. The provider separates unrelated resources. */
const groupOf = (change: Change) => `${change.type.split('_', 1)[0]} ${wordsOf(change)[0]}`;

const wordsOf = ({ name }: Change) => name.split(/[_-]/);

/** Generic names, which do not indicate related resources. */
const emptyNames = new Set(['this', 'main', 'default']);

function commonWords(names: readonly (readonly string[])[]): string | undefined {
  const [first = []] = names;
  const differs = first.findIndex((word, at) => names.some((words) => words[at] !== word));
  const common = (differs < 0 ? first : first.slice(0, differs)).join('_');
  return common === '' || emptyNames.has(common) ? undefined : common;
}
