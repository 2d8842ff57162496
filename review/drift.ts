import { differencesOf } from './difference/difference';
import type { Change, Plan } from './plan/plan';

/** Resources that are other than the state says, all in the same way: one hand, or one program, has done the same to them. */
export interface Drift {
  readonly types: readonly string[];
  /** Names of the attributes; `deleted` where the resource is gone. */
  readonly attributes: readonly string[];
  readonly addresses: readonly string[];
}

/**
 * What somebody has changed by hand, grouped by what has happened to it. What a provider fills in after a create (null becomes empty) is
 * none.
 */
export function driftIn({ drift }: Plan): readonly Drift[] {
  const groups = new Map<string, Drift>();
  for (const change of drift) {
    const attributes = whatDrifted(change);
    if (attributes.length === 0) continue;
    const key = JSON.stringify(attributes);
    const { types = [], addresses = [] } = groups.get(key) ?? {};
    groups.set(key, {
      types: [...new Set([...types, change.type])],
      attributes,
      addresses: [...addresses, change.address],
    });
  }
  return [...groups.values()].sort((a, b) => b.addresses.length - a.addresses.length);
}

function whatDrifted(change: Change): readonly string[] {
  if (change.action === 'delete') return ['deleted'];
  const { known } = differencesOf(change);
  const names = known
    .filter(({ before, after }) => !(isEmpty(before) && isEmpty(after)))
    // all tags are said once more, with those that the provider adds
    .map(({ path: [name = ''] }) => (name === 'tags_all' ? 'tags' : name));
  return [...new Set(names)].sort();
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));
