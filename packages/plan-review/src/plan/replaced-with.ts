import type { Change } from './plan';
import { isUnknownAt, textAt, valueAt } from './value-at';

/** Attributes that identify an object, and to which attributes of other resources refer. */
const identities = ['id', 'arn', 'self_link'] as const;

/**
 * Sets `replacedWith` in resources that are replaced because they refer to another replaced resource: to its id, which is known only after
 * apply, or to its new name.
 */
export function withReplacedWith(changes: readonly Change[]): readonly Change[] {
  const replaced = changes.filter(({ action, mode }) => action === 'replace' && mode === 'managed');
  if (replaced.length < 2) return changes;
  const byIdentity = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { address, before, after, replacedBecause } of replaced) {
    for (const name of identities) {
      const id = textAt(before, [name]);
      if (id !== undefined) byIdentity.set(id, address);
    }
    const [was, is] = [textAt(before, ['name']), textAt(after, ['name'])];
    const isRenamed = was !== undefined && is !== undefined && replacedBecause.some(([name]) => name === 'name');
    if (isRenamed) byName.set(renaming(was, is), address);
  }
  const causeOf = (change: Change, path: readonly string[]): string | undefined => {
    const was = textAt(change.before, path);
    if (was === undefined) return undefined;
    if (isUnknownAt(change, path)) return byIdentity.get(was);
    const is = valueAt(change.after, path);
    return typeof is === 'string' && path.join() !== 'name' ? byName.get(renaming(was, is)) : undefined;
  };
  return changes.map((change) => {
    if (change.action !== 'replace' || change.replacedBecause.length === 0) return change;
    const causes = change.replacedBecause.map((path) => causeOf(change, path));
    // a known attribute without a cause is itself a cause
    const isOwn = change.replacedBecause.some((path, at) => causes[at] === undefined && !isUnknownAt(change, path));
    const all = new Set(causes.flatMap((cause) => (cause === undefined || cause === change.address ? [] : [cause])));
    return isOwn || all.size === 0 ? change : { ...change, replacedWith: [...all] };
  });
}

const renaming = (was: string, is: string): string => JSON.stringify([was, is]);
