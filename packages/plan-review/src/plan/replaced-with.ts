import type { Change } from './plan';
import { isUnknownAt, textAt, valueAt } from './value-at';

/** Attributes that identify an object, and to which attributes of other resources refer. */
const identities = ['id', 'arn', 'self_link'] as const;

/**
 * Sets `replacedWith` in resources that are replaced because they refer to another replaced resource: to its id, which is known only after
 * apply, or to its new name. The name of the attribute has to say so, unless only one resource has the id.
 */
export function withReplacedWith(changes: readonly Change[]): readonly Change[] {
  const replaced = changes.filter(({ action, mode }) => action === 'replace' && mode === 'managed');
  if (replaced.length < 2) return changes;
  const byIdentity = new Map<string, Set<Change>>();
  const byName = new Map<string, Set<Change>>();
  const add = (to: Map<string, Set<Change>>, key: string, change: Change) =>
    to.set(key, (to.get(key) ?? new Set()).add(change));
  for (const change of replaced) {
    const { before, after, replacedBecause } = change;
    for (const id of identities.flatMap((name) => textAt(before, [name]) ?? [])) add(byIdentity, id, change);
    const [was, is] = [textAt(before, ['name']), textAt(after, ['name'])];
    const isRenamed = was !== undefined && is !== undefined && replacedBecause.some(([name]) => name === 'name');
    if (isRenamed) add(byName, renaming(was, is), change);
  }
  const causeOf = (change: Change, path: readonly string[]): string | undefined => {
    const was = textAt(change.before, path);
    if (was === undefined) return undefined;
    const is = valueAt(change.after, path);
    const isLater = isUnknownAt(change, path);
    const found = isLater ? byIdentity.get(was) : typeof is === 'string' ? byName.get(renaming(was, is)) : undefined;
    const candidates = [...(found ?? [])].filter(
      (one) => one !== change && providerIn(one.type) === providerIn(change.type),
    );
    const named = candidates.filter(({ type }) => refersTo(path.at(-1) ?? '', type));
    const [only, ...others] = isLater && named.length === 0 ? candidates : named;
    return others.length === 0 ? only?.address : undefined;
  };
  const causesOf = (change: Change): readonly string[] => {
    if (change.action !== 'replace' || change.replacedBecause.length === 0) return [];
    const causes = change.replacedBecause.map((path) => causeOf(change, path));
    // a known attribute without a cause is itself a cause
    const isOwn = change.replacedBecause.some((path, at) => causes[at] === undefined && !isUnknownAt(change, path));
    return isOwn ? [] : [...new Set(causes.flatMap((cause) => cause ?? []))];
  };
  const found = new Map(changes.map((change) => [change.address, causesOf(change)]));
  return changes.map((change) => {
    // of two resources that refer to each other, neither is the cause
    const replacedWith = (found.get(change.address) ?? []).filter(
      (cause) => found.get(cause)?.includes(change.address) !== true,
    );
    return replacedWith.length === 0 ? change : { ...change, replacedWith };
  });
}

const renaming = (was: string, is: string): string => JSON.stringify([was, is]);

const providerIn = (type: string): string => type.slice(0, type.indexOf('_'));

/** Returns whether the name of an attribute contains the kind of a resource: `resource_group_name` for `azurerm_resource_group`. */
const refersTo = (attribute: string, type: string): boolean => {
  const kind = attribute.replace(/_?(?:name|id|arn|self_link)s?$/, '');
  return kind !== '' && type.endsWith(`_${kind}`);
};
