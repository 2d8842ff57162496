import { isObject } from '../../lib/terraform';
import type { Change, Plan } from '../plan/plan';
import { type ChangedResource, whatChanges } from './what-changes';

/** What changes together: the resources of one slice. */
export interface Slice {
  readonly name: string;
  readonly resources: readonly ChangedResource[];
}

/**
 * The changes of a plan by slice: the tag `slice`, else the module, else the first word of the name.
 * @param told addresses of what is told elsewhere
 */
export function slicesOf({ changes }: Plan, told: ReadonlySet<string>): readonly Slice[] {
  const slices = new Map<string, ChangedResource[]>();
  for (const change of changes) {
    if (!happens(change) || change.mode === 'data' || told.has(change.address)) continue;
    const name = sliceOf(change);
    const resources = slices.get(name) ?? [];
    resources.push(whatChanges(change));
    slices.set(name, resources);
  }
  return [...slices.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, resources]) => ({ name, resources }));
}

/** Whether anything happens to it at all. */
export const happens = ({ action, importing, previousAddress }: Change) =>
  action !== 'no-op' || importing || previousAddress !== undefined;

function sliceOf(change: Change): string {
  const tagged = [change.after, change.before].map(tagOf).find((tag) => tag !== undefined);
  if (tagged !== undefined) return tagged;
  const [, module] = /^module\.([^.[]+)/.exec(change.address) ?? [];
  return module ?? change.name.split(/[_-]/)[0] ?? change.name;
}

function tagOf({ tags_all: all, tags }: Change['before']): string | undefined {
  for (const given of [all, tags]) {
    const slice = given !== undefined && isObject(given) ? given['slice'] : undefined;
    if (typeof slice === 'string' && slice !== '') return slice;
  }
  return undefined;
}
