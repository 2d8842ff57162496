import { groupBy } from '../group-by';
import { scopeAttributes, type UniqueName, uniqueNameOf } from '../knowledge/unique-names';
import { anotherSecret, secret } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Reports resources that cannot be created, because another resource in the plan has the same unique name. */
export const repeatedNames: Rule = (plan) => [
  ...createdTwice(plan),
  ...createdBeforeDestroyed(plan),
  ...createdAtAnotherAddress(plan),
];

/** Reports new resources with the name of a resource that exists after the apply. */
function createdTwice(plan: Plan): readonly Danger[] {
  const created = changesOf(plan, 'create');
  const named = [...changesOf(plan, 'update', 'no-op'), ...created].flatMap((change) => {
    const name = nameOf(change);
    const scope = name === undefined ? undefined : scopeOf(change, name);
    return name === undefined || scope === undefined ? [] : [{ change, name, scope }];
  });
  const groups = groupBy(named, ({ change, name, scope }) => JSON.stringify([change.type, name.text, scope]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ change: { action } }) => action === 'create')
      .map(({ change: { address }, name: { attribute } }): Danger => {
        const when = first?.change.action === 'create' ? 'also' : 'already';
        const what = say`${address} cannot be created: its ${attribute} is ${[when]} used by ${first?.change.address ?? ''}`;
        return { kind: 'cannot be applied', address, attribute, what };
      }),
  );
}

const createdBeforeDestroyed = (plan: Plan): readonly Danger[] =>
  changesOf(plan, 'replace').flatMap((change): Danger[] => {
    const { address, createsFirst, before } = change;
    const name = nameOf(change);
    if (name === undefined || createsFirst !== true || textAt(before, [name.attribute]) !== name.text) return [];
    // the old resource may be in another region or account
    if (!name.isGlobal && change.replacedBecause.some(([attribute]) => attribute === 'region')) return [];
    const { attribute } = name;
    const what = say`${address} cannot be created before the old one is destroyed: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });

/**
 * Reports resources with a globally unique name that the plan deletes and creates at another address. Terraform does not wait for
 * the deletion. The provider configuration of a deleted resource is unknown, so other names may belong to another account.
 */
function createdAtAnotherAddress(plan: Plan): readonly Danger[] {
  const deleted = changesOf(plan, 'delete');
  return changesOf(plan, 'create').flatMap((change): Danger[] => {
    const name = nameOf(change);
    const same = deleted.find(
      ({ type, before }) =>
        name?.isGlobal === true && type === change.type && textAt(before, [name.attribute]) === name.text,
    );
    if (name === undefined || same === undefined) return [];
    const { attribute } = name;
    const { address } = change;
    const what = say`${address} cannot be created before ${same.address} is deleted: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });
}

function nameOf(change: Change) {
  const unique = uniqueNameOf(change.type);
  const text = unique && textAt(change.after, [unique.attribute]);
  return unique === undefined || text === undefined || isMasked(text) || isUnknownAt(change, [unique.attribute])
    ? undefined
    : { ...unique, text };
}

/** Returns whether a text contains masked secrets. Two masked texts may be equal although the secrets differ. */
const isMasked = (text: string): boolean => text.includes(secret) || text.includes(anotherSecret);

/**
 * Returns the scope of a name: the provider configuration, the region and the project. Undefined if the plan does not contain the
 * provider configuration, because the resources may then belong to different accounts or regions.
 */
function scopeOf({ provider, after }: Change, { isGlobal }: UniqueName): string | undefined {
  if (isGlobal) return '';
  return provider && JSON.stringify([provider, ...scopeAttributes.map((name) => after[name] ?? null)]);
}
