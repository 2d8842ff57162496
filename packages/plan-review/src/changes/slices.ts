import { isObject } from '@himeshima/terraform-json';
import type { Change, Plan } from '../plan/plan';
import { type ChangedResource, whatChanges } from './what-changes';

/** What changes together: the resources of one slice. */
export interface Slice {
  /** Undefined for those that have nothing in common. */
  readonly name: string | undefined;
  readonly resources: readonly ChangedResource[];
}

/**
 * The changes of a plan by slice, those that belong to none first: the tag `slice`, else the module, else the words with
 * which the names of several begin (`too_hot` of `too_hot` and `too_hot_role`).
 * @param told addresses of what is told elsewhere
 */
export function slicesOf({ changes }: Plan, told: ReadonlySet<string>): readonly Slice[] {
  const shown = changes.filter((change) => happens(change) && change.mode !== 'data' && !told.has(change.address));
  const slices = new Map<string | undefined, Change[]>();
  for (const [change, name] of named(shown)) {
    const those = slices.get(name) ?? [];
    those.push(change);
    slices.set(name, those);
  }
  return [...slices.entries()]
    .sort(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)))
    .map(([name, those]) => ({ name, resources: those.map((change) => whatChanges(change)) }));
}

/** Whether anything happens to it at all. */
export const happens = ({ action, importing, previousAddress }: Change) =>
  action !== 'no-op' || importing || previousAddress !== undefined;

function named(changes: readonly Change[]): readonly (readonly [Change, string | undefined])[] {
  const byFirstWord = new Map<string, string[][]>();
  for (const change of changes) {
    if (declaredSlice(change) !== undefined) continue;
    const words = wordsOf(change);
    const those = byFirstWord.get(groupOf(change)) ?? [];
    those.push(words);
    byFirstWord.set(groupOf(change), those);
  }
  const common = new Map(
    [...byFirstWord].map(([word, alike]) => [word, alike.length > 1 ? commonWords(alike) : undefined]),
  );
  return changes.map((change) => [change, declaredSlice(change) ?? common.get(groupOf(change))]);
}

/** By a tag, else by the module. */
function declaredSlice(change: Change): string | undefined {
  const tagged = [change.after, change.before].map(tagOf).find((tag) => tag !== undefined);
  const [, module] = /^module\.([^.[]+)/.exec(change.address) ?? [];
  return tagged ?? module;
}

function tagOf({ tags_all: all, tags }: Change['before']): string | undefined {
  for (const given of [all, tags]) {
    const slice = given !== undefined && isObject(given) ? given['slice'] : undefined;
    if (typeof slice === 'string' && slice !== '') return slice;
  }
  return undefined;
}

/** Names of two clouds that begin with the same word say nothing about each other. */
const groupOf = (change: Change) => `${change.type.split('_', 1)[0]} ${wordsOf(change)[0]}`;

const wordsOf = ({ name }: Change) => name.split(/[_-]/);

/** Names that modules give what needs none: they say nothing of what belongs together. */
const emptyNames = new Set(['this', 'main', 'default']);

function commonWords(names: readonly (readonly string[])[]): string | undefined {
  const [first = []] = names;
  const differs = first.findIndex((word, at) => names.some((words) => words[at] !== word));
  const common = (differs < 0 ? first : first.slice(0, differs)).join('_');
  return common === '' || emptyNames.has(common) ? undefined : common;
}
