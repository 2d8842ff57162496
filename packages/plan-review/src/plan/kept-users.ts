import type { Value, ValueObject } from '@himeshima/terraform-json';
import { isList, isObject } from '@himeshima/terraform-json';
import { blockedDeletionOf } from '../knowledge/blocking-users';
import { occurrencesAt } from '../knowledge/condition';
import type { PlanFile } from './plan-schema';
import { textAt } from './value-at';

/**
 * Returns the resources that the plan keeps and that still use a resource that it deletes, by the address of the deleted resource. Contains
 * only types whose deletion the cloud rejects in this case.
 */
export function keptUsersIn({ resource_changes: changes }: PlanFile): ReadonlyMap<string, readonly string[]> {
  const deleted = changes.filter(
    ({ mode, deposed, type, change }) =>
      mode === 'managed' &&
      deposed === undefined &&
      change.actions.includes('delete') &&
      blockedDeletionOf(type) !== undefined,
  );
  if (deleted.length === 0) return new Map();
  const ownerOf = new Map<string, string>();
  for (const { type, address, change } of deleted)
    for (const identity of blockedDeletionOf(type)?.identities ?? []) {
      const id = textAt(objectIn(change.before), [identity]);
      if (id !== undefined) ownerOf.set(JSON.stringify([type, id]), address);
    }
  const types = [...new Set(deleted.map(({ type }) => type))];
  const users = new Map<string, string[]>();
  for (const { address, type: userType, mode, change } of changes) {
    const isKept = mode === 'managed' && !change.actions.includes('delete') && !change.actions.includes('create');
    if (!isKept || change.actions.includes('forget')) continue;
    const values = objectIn(change.after);
    for (const type of types)
      for (const id of idsIn(values, userType, type)) {
        const owner = ownerOf.get(JSON.stringify([type, id]));
        if (owner === undefined) continue;
        const those = users.get(owner) ?? [];
        if (!those.includes(address)) users.set(owner, [...those, address]);
      }
  }
  return users;
}

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
