import { type Phrase, say, words } from '../phrase';
import { protectedBy } from '../plan/deletion-protection';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { heldBy } from '../plan/stored-data';
import { lacksSnapshotName } from './cannot-be-applied';
import type { Danger, Rule } from './rule';
import { describeSuccessor } from './successor';

/** Reports data that is lost because a resource is deleted, or replaced by an empty resource. */
export const dataLoss: Rule = (plan) => [
  ...plan.changes.flatMap(deposedLost),
  ...changesOf(plan, 'delete').flatMap(replicaDeleted),
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const held = heldBy(change);
    // a resource that cannot be deleted loses no data
    if (held === undefined || protectedBy(change) !== undefined || lacksSnapshotName(change)) return [];
    return [{ kind: 'data loss', address: change.address, what: lossOf(plan, change, held) }];
  }),
];

/** Reports the deletion of replicas, whose source keeps the data. */
const replicaDeleted = ({ type, address, before }: Change): readonly Danger[] =>
  type === 'aws_db_instance' && before['replicate_source_db']
    ? [{ kind: 'outage', address, what: say`${address} is deleted: queries to the replica fail` }]
    : [];

/** Reports the deletion of deposed objects with data. A deposed object remains after an incomplete replacement. */
function deposedLost(change: Change): readonly Danger[] {
  const { action, address, deposed, mode } = change;
  const held = deposed === undefined || mode !== 'managed' || action !== 'delete' ? undefined : heldBy(change);
  if (held === undefined || protectedBy(change) !== undefined) return [];
  const what = say`the old object of ${address} (deposed ${deposed ?? ''}) is deleted: ${lost(held)}`;
  return [{ kind: 'data loss', address, deposed, what }];
}

const lossOf = (plan: Plan, change: Change, held: string): Phrase =>
  change.action === 'replace'
    ? say`${change.address} is replaced${replacementReason(change)}: ${lost(held)}`
    : say`${change.address} is deleted: ${lost(held)}${describeSuccessor(plan, change, true)}`;

const lost = (held: string): Phrase => words(`${held} ${isSingular(held.replace(/,.*$/, '')) ? 'is' : 'are'} lost`);

/** Returns whether the phrase for lost data is singular, like `its database`. `its items` is plural. */
const isSingular = (held: string) => /^(?:all data|cached data) ?|^its \w*[^s]$/.test(held);
