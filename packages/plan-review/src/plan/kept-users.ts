import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { blockedDeletionOf } from '../knowledge/blocking-users';
import { occurrencesAt } from '../knowledge/condition';
import { providerOf } from './configuration';
import type { PlanFile } from './plan-schema';
import { textAt } from './value-at';

/**
 * Returns the resources that the plan keeps and that still use a resource that it deletes, by the address of the deleted resource. Contains
 * only types whose deletion the cloud rejects in this case.
 */
export function keptUsersIn({
  resource_changes: changes,
  configuration,
}: PlanFile): ReadonlyMap<string, readonly string[]> {
  const blocked = changes.filter(
    ({ mode, deposed, type, change }) =>
      mode === 'managed' &&
      deposed === undefined &&
      change.actions.includes('delete') &&
      blockedDeletionOf(type) !== undefined &&
      objectIn(change.before)[blockedDeletionOf(type)?.unless ?? ''] !== true,
  );
  const isGroup = ({ type }: { readonly type: string }) => type === 'azurerm_resource_group';
  const deleted =
    blocked.some(isGroup) && deletesContents(configuration) ? blocked.filter((one) => !isGroup(one)) : blocked;
  if (deleted.length === 0) return new Map();
  const ownerOf = new Map<string, Owner>();
  const placeOf = (values: unknown, address: string): Place => ({
    ...placeIn(objectIn(values)),
    provider: providerOf(configuration, address),
  });
  for (const { type, address, change } of deleted)
    for (const identity of blockedDeletionOf(type)?.identities ?? []) {
      const id = textAt(objectIn(change.before), [identity]);
      if (id !== undefined)
        ownerOf.set(JSON.stringify([type, id]), {
          address,
          place: placeOf(change.before, address),
          isDestroyedFirst: change.actions[0] === 'delete' && change.actions[1] === 'create',
        });
    }
  const types = [...new Set(deleted.map(({ type }) => type))];
  const users = new Map<string, string[]>();
  for (const { address, type: userType, mode, change } of changes) {
    const isKept = mode === 'managed' && !change.actions.includes('delete') && !change.actions.includes('create');
    if (!isKept || change.actions.includes('forget')) continue;
    const [before, values] = [objectIn(change.before), objectIn(change.after)];
    for (const type of types) {
      const used = new Set(idsIn(values, userType, type));
      for (const id of new Set([...used, ...idsIn(before, userType, type)])) {
        const owner = ownerOf.get(JSON.stringify([type, id]));
        if (owner === undefined || !mayBeSamePlace(owner.place, placeOf(values, address))) continue;
        // the plan updates the users of other deleted resources first
        if (!owner.isDestroyedFirst && !used.has(id)) continue;
        const those = users.get(owner.address) ?? [];
        if (!those.includes(address)) users.set(owner.address, [...those, address]);
      }
    }
  }
  return users;
}

/** Resource that the plan deletes. */
interface Owner {
  readonly address: string;
  readonly place: Place;
  /** Whether Terraform deletes the resource before it creates a new one and updates its users. */
  readonly isDestroyedFirst: boolean;
}

/** Account, region and provider configuration of a resource, as far as they are known. */
interface Place {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly provider: string | undefined;
}

/** Reads the account and the region from an ARN, or the subscription from an id of Azure. */
function placeIn(values: ValueObject): Omit<Place, 'provider'> {
  const [, , , region, account] = (textAt(values, ['arn']) ?? '').split(':');
  const [, subscription] = /^\/subscriptions\/([^/]+)/i.exec(textAt(values, ['id']) ?? '') ?? [];
  return { account: account || subscription || undefined, region: region || undefined };
}

/** Returns whether two resources may be in the same account and region. Names are unique only there. */
const mayBeSamePlace = (one: Place, other: Place): boolean =>
  (['account', 'region', 'provider'] as const).every(
    (part) => one[part] === undefined || other[part] === undefined || one[part] === other[part],
  );

/** Returns whether the provider of Azure deletes resource groups with their contents. */
const deletesContents = (configuration: unknown): boolean =>
  JSON.stringify(objectIn(configuration)['provider_config'] ?? null).includes(
    '"prevent_deletion_if_contains_resources":{"constant_value":false}',
  );

/** Returns the ids of the resources of a type that a resource uses. */
function idsIn(values: ValueObject, userType: string, type: string): readonly string[] {
  const paths = (blockedDeletionOf(type)?.users ?? []).flatMap(([types, ...those]) =>
    types.test(userType) ? those : [],
  );
  return paths.flatMap((path) => occurrencesAt(values, path.split('.')).flatMap((value) => textsOf(value ?? null)));
}

const textsOf = (value: Value): readonly string[] =>
  typeof value === 'string' ? [value] : isList(value) ? value.flatMap(textsOf) : [];

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;
const objectIn = (value: unknown): ValueObject => (isJson(value) && isObject(value) ? value : {});
