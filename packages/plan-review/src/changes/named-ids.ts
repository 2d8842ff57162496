import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Change, Plan } from '../plan/plan';

/**
 * Replaces the ids of existing resources of the plan with their addresses in the values of a new resource. Returns the change itself if its
 * values contain no id.
 */
export function withNamedIds({ addressOfId }: Plan, change: Change): Change {
  if (addressOfId.size === 0 || change.action !== 'create' || !containsId(change.after, addressOfId)) return change;
  const namedIn = (values: ValueObject): ValueObject =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, named(value)]));
  const named = (value: Value): Value => {
    if (typeof value === 'string') return addressOfId.get(value) ?? value;
    if (isList(value)) return value.map(named);
    return isObject(value) ? namedIn(value) : value;
  };
  return { ...change, after: namedIn(change.after), declared: change.declared && namedIn(change.declared) };
}

function containsId(value: Value, ids: Plan['addressOfId']): boolean {
  if (typeof value === 'string') return ids.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => containsId(item, ids));
}
