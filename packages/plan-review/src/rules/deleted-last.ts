import { groupBy } from '../group-by';
import { ownerOfSetting } from '../knowledge/owners-of-settings';
import { uniqueNameOf } from '../knowledge/unique-names';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/**
 * Reports deleted settings for whose owner another resource creates the same setting. Terraform does not order the two operations, so
 * that the deletion may remove the new setting.
 */
export const deletedLast: Rule = (plan) => {
  const deleted = changesOf(plan, 'delete');
  // a deleted owner has no setting to lose
  const owners = new Set(
    deleted.flatMap(({ type, before }) => textAt(before, [uniqueNameOf(type)?.attribute ?? '']) ?? []),
  );
  const created = groupBy(changesOf(plan, 'create'), (change) => keyOf(change, 'after') ?? '');
  return deleted.flatMap((change): Danger[] => {
    const key = keyOf(change, 'before');
    const [come] = key === undefined ? [] : (created.get(key) ?? []);
    const attribute = ownerOfSetting(change.type) ?? '';
    if (come === undefined || owners.has(textAt(change.before, [attribute]) ?? '')) return [];
    const what = say`${change.address} is deleted, and ${come.address} is created for the same ${attribute}: if Terraform deletes last, the new setting is lost`;
    return [{ kind: 'weaker protection', address: change.address, what }];
  });
};

/** Identifies a setting by its type and its owner. Undefined for other resources. */
function keyOf(change: Change, side: 'before' | 'after'): string | undefined {
  const attribute = isKeptByOwner(change) ? undefined : ownerOfSetting(change.type);
  const owner = attribute === undefined ? undefined : textAt(change[side], [attribute]);
  return owner === undefined ? undefined : JSON.stringify([change.type, change.provider, owner]);
}

/** Returns whether a deletion leaves the setting as it is. Source: Terraform Registry, hashicorp/aws 6, aws_s3_bucket_acl and aws_s3_bucket_versioning */
const isKeptByOwner = ({ type, before }: Change): boolean =>
  type === 'aws_s3_bucket_acl' ||
  (type === 'aws_s3_bucket_versioning' && textAt(before, ['versioning_configuration', 'status']) === 'Disabled');
