import { equal } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { managedType } from '../knowledge/managed-type';
import { scopeAttributes, type UniqueName, uniqueNameOf } from '../knowledge/unique-names';
import { isMaskedText } from '../masking/mask';
import { moduleName } from '../module-moves';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { modulePathOf, modulesOf, ownAddress } from '../plan/resource-id';
import { isUnknownAt, textAt } from '../plan/value-at';
import { valueOrReference } from '../plan/value-or-reference';
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
  const groups = groupBy(named, ({ change, name, scope }) => JSON.stringify([kindOf(change), name.text, scope]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ change: { action } }) => action === 'create')
      .map(({ change: { address }, name: { attribute, text } }): Danger => {
        const when = first?.change.action === 'create' ? 'also' : 'already';
        const what = say`${address} cannot be created: its ${attribute} ${{ value: text }} is ${[when]} used by ${first?.change.address ?? ''}`;
        return { kind: 'cannot be applied', address, attribute, what };
      }),
  );
}

/** Returns the kind of object that a resource manages, whatever the provider: `storage_account` for both providers of Azure. */
const kindOf = (change: Change): string => managedType(change).replace(/^az(?:api|urerm)_/, '');

const createdBeforeDestroyed = (plan: Plan): readonly Danger[] =>
  changesOf(plan, 'replace').flatMap((change): Danger[] => {
    const { address, createsFirst, before } = change;
    const name = nameOf(change);
    if (name === undefined || createsFirst !== true || textAt(before, [name.attribute]) !== name.text) return [];
    // the old resource may be in another region or account
    const isMoved = change.replacedBecause.some(([attribute]) => scopeAttributes.some((one) => one === attribute));
    if (!name.isGlobal && isMoved) return [];
    const { attribute } = name;
    const what = say`${address} cannot be created before the old one is destroyed: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });

/**
 * Reports resources with a unique name that the plan deletes and creates at another address. Terraform does not wait for the deletion. If
 * a name is unique only in its account, both resources must have the same provider configuration.
 */
function createdAtAnotherAddress(plan: Plan): readonly Danger[] {
  const keyOf = (type: string, attribute: string, text: string | undefined) => JSON.stringify([type, attribute, text]);
  const gone = groupBy(
    changesOf(plan, 'delete', 'replace')
      .map((change) => ({ change, attribute: uniqueNameOf(change.type)?.attribute ?? 'name' }))
      .filter(({ change, attribute }) => change.action === 'delete' || isRenamed(change, attribute)),
    ({ change: { type, before }, attribute }) => keyOf(type, attribute, textAt(before, [attribute])),
  );
  return changesOf(plan, 'create', 'replace').flatMap((change): Danger[] => {
    const name = nameOf(change) ?? azureNameOf(change);
    if (name === undefined || (change.action === 'replace' && !isRenamed(change, name.attribute))) return [];
    const candidates = gone.get(keyOf(change.type, name.attribute, name.text)) ?? [];
    const same = candidates.find((old) => isSameObject(change, old.change, name))?.change;
    if (same === undefined) return [];
    const { attribute } = name;
    const { address } = change;
    const moved = ownAddress(address) === ownAddress(same.address);
    const old = moved ? say`the same resource in ${moduleName(modulePathOf(same.address))}` : say`${same.address}`;
    const until = same.action === 'delete' ? 'deleted' : 'replaced';
    const what = say`${address} cannot be created before ${old} is ${[until]}: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });
}

/** Returns whether a replaced resource gets another name. */
const isRenamed = ({ before, after }: Change, attribute: string): boolean =>
  textAt(before, [attribute]) !== textAt(after, [attribute]);

type Name = NonNullable<ReturnType<typeof nameOf>>;

function isSameObject(created: Change, deleted: Change, { isGlobal }: Name): boolean {
  if (isGlobal) return true;
  const isSameAccount = created.provider !== undefined && created.provider === deleted.provider;
  return isSameAccount && scopeNamesOf(created).every((name) => isEqualAt(created, deleted, name));
}

/** Attributes that, with the name, identify an object: the region, the project and, in Azure, the names and ids of its parents. */
const scopeNamesOf = ({ type, after }: Change): readonly string[] => {
  if (type.startsWith('azurerm_')) return Object.keys(after).filter((name) => /_(?:name|id)$|^revision$/.test(name));
  const within = uniqueNameOf(type)?.within;
  return within === undefined ? scopeAttributes : [...scopeAttributes, within];
};

const isEqualAt = (created: Change, deleted: Change, name: string): boolean =>
  !isUnknownAt(created, [name]) && equal(created.after[name] ?? null, deleted.before[name] ?? null);

/** Returns the name of an object in Azure, which is unique in its resource group. Undefined for other resources. */
function azureNameOf(change: Change): Name | undefined {
  const [text, group] = ['name', 'resource_group_name'].map((name) => textAt(change.after, [name]));
  return !change.type.startsWith('azurerm_') || text === undefined || group === undefined || isMaskedText(text)
    ? undefined
    : { attribute: 'name', isGlobal: false, text };
}

function nameOf(change: Change) {
  const unique = uniqueNameOf(change.type) ?? uniqueNameOf(managedType(change).replace(/^azapi_/, 'azurerm_'));
  const text = unique && textAt(change.after, [unique.attribute]);
  return unique === undefined || text === undefined || isMaskedText(text) || isUnknownAt(change, [unique.attribute])
    ? undefined
    : { ...unique, text };
}

/**
 * Returns the scope of a name: the provider configuration, the region and the project. Undefined if the plan does not contain the
 * provider configuration, because the resources may then belong to different accounts or regions.
 */
function scopeOf(change: Change, { isGlobal, within }: UniqueName): string | undefined {
  if (isGlobal) return '';
  const { provider } = change;
  const names = [...scopeAttributes, ...(within === undefined ? [] : [within])];
  const values = names.map((name) => {
    const value = valueOrReference(change, name);
    // null stands for the default of the provider
    return value === undefined ? sharedReference(change, name) : value;
  });
  // without a known parent, the names may belong to different parents
  if (provider === undefined || values.includes(undefined) || (within !== undefined && values.at(-1) === null))
    return undefined;
  return JSON.stringify([provider, ...values]);
}

/** Returns the references to values that all instances of a declaration share, such as `local.vpc_id`. Undefined for other references. */
function sharedReference({ address, references }: Change, name: string): string | undefined {
  const all = references[name] ?? [];
  const isShared = all.length > 0 && all.every((one) => !/^(?:count|each)\b/.test(one));
  return isShared ? `${modulesOf(address)}${all.join()}` : undefined;
}
