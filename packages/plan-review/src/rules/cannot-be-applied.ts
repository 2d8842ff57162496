import { counted, joined, type Phrase, say, words } from '../phrase';
import { emptyingAttribute, protectedBy } from '../plan/deletion-protection';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Reports deletions and updates that are rejected during the apply, after other changes have been made. */
export const cannotBeApplied: Rule = (plan) => [
  ...changesOf(plan, 'update').flatMap(pendingRelease),
  ...changesOf(plan, 'delete', 'replace').flatMap((change): readonly Danger[] => {
    const attribute = protectedBy(change);
    if (attribute === undefined) return [...bucketWithObjects(change), ...snapshotWithoutName(change)];
    const what = say`${change.address} is protected against deletion (${attribute}), so the apply will fail partway${appliedBefore(plan)}`;
    return [{ kind: 'cannot be applied', address: change.address, what }];
  }),
];

/** Reports updates of Helm releases whose last operation did not end. Source: helm/helm, pkg/action, errPending */
function pendingRelease({ type, address, before }: Change): readonly Danger[] {
  const status = textAt(before, ['status']) ?? '';
  if (type !== 'helm_release' || !/^pending-(?:install|upgrade|rollback)$/.test(status)) return [];
  const what = say`${address} cannot be upgraded: its status is ${{ value: status }}, and Helm rejects further changes until the release is rolled back or uninstalled`;
  return [{ kind: 'cannot be applied', address, attribute: 'status', what }];
}

/** Types of databases that Terraform deletes only after a snapshot with a given name. Source: Terraform Registry, hashicorp/aws 6 */
const withSnapshot: ReadonlySet<string> = new Set([
  'aws_db_instance',
  'aws_docdb_cluster',
  'aws_neptune_cluster',
  'aws_rds_cluster',
  'aws_redshift_cluster',
]);

/** Returns whether Terraform cannot delete a database, because its final snapshot has no name. A replica needs no snapshot. */
export const lacksSnapshotName = ({ type, before }: Change): boolean =>
  withSnapshot.has(type) &&
  before['skip_final_snapshot'] === false &&
  !before['final_snapshot_identifier'] &&
  !before['replicate_source_db'];

/** Reports the deletion of databases whose final snapshot has no name. */
function snapshotWithoutName(change: Change): readonly Danger[] {
  if (!lacksSnapshotName(change)) return [];
  const { address, action } = change;
  const without = say`cannot be deleted: ${'final_snapshot_identifier'} is not set, so its final snapshot, which would keep its data, has no name`;
  const what =
    action === 'replace'
      ? say`${address} is replaced${replacementReason(change)}, but ${without}`
      : say`${address} ${without}`;
  return [{ kind: 'cannot be applied', address, what }];
}

/** Reports the deletion of buckets and repositories that Terraform does not empty. Clouds delete only empty ones. */
function bucketWithObjects({ type, address, before }: Change): readonly Danger[] {
  const attribute = emptyingAttribute({ type, before });
  if (attribute === undefined) return [];
  const state = before[attribute] === false ? 'is false' : 'is not set';
  const what = say`${address} can be deleted only if it is empty (${{ code: attribute }} ${[state]}), so the apply may fail partway`;
  return [{ kind: 'cannot be applied', address, what }];
}

const namedAtMost = 2;

/** Lists the changes that Terraform may have applied before the deletion fails. */
function appliedBefore(plan: Plan): Phrase {
  const done = [
    ['create', 'created'],
    ['update', 'changed'],
    ['replace', 'replaced'],
    ['delete', 'deleted'],
  ] as const;
  const applied = done.flatMap(([action, word]): Phrase[] => {
    const those = changesOf(plan, action).filter((change) => protectedBy(change) === undefined);
    if (those.length === 0) return [];
    const resources =
      those.length > namedAtMost
        ? words(counted(those.length, 'resource'))
        : joined(those.map(({ address }) => say`${address}`));
    return [say`${resources} ${words(word)}`];
  });
  return applied.length === 0 ? [] : say`. Changes that may have been made by then: ${joined(applied)}`;
}
