import { counted, joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/changes-of';
import { protectedBy } from '../plan/deletion-protection';
import type { Change, Plan } from '../plan/plan';
import type { Danger, Rule } from './rule';

/** AWS refuses a step, which Terraform learns only during the apply: earlier steps are done by then. */
export const cannotBeApplied: Rule = (plan) =>
  changesOf(plan, 'delete', 'replace').flatMap((change): readonly Danger[] => {
    const attribute = protectedBy(change);
    if (attribute === undefined) return bucketWithObjects(change);
    const what = say`${change.address} is protected against deletion (${attribute}): the apply will fail partway${doneBefore(plan)}`;
    return [{ kind: 'cannot be applied', address: change.address, what }];
  });

/** S3 deletes only an empty bucket; Terraform empties it first if `force_destroy` is true. */
function bucketWithObjects({ type, address, before }: Change): readonly Danger[] {
  if (type !== 'aws_s3_bucket' || before['force_destroy'] !== false) return [];
  const what = say`${address} is not emptied (${{ code: 'force_destroy' }}): unless it is empty, the apply will fail partway`;
  return [{ kind: 'cannot be applied', address, what }];
}

const namedAtMost = 2;

/** Changes that do not depend on the failing deletion; Terraform may have applied them before it. */
function doneBefore(plan: Plan): Phrase {
  const done = [
    ['create', 'created'],
    ['update', 'changed'],
    ['replace', 'replaced'],
    ['delete', 'deleted'],
  ] as const;
  const said = done.flatMap(([action, word]): Phrase[] => {
    const those = changesOf(plan, action).filter((change) => protectedBy(change) === undefined);
    if (those.length === 0) return [];
    const who =
      those.length > namedAtMost
        ? words(counted(those.length, 'resource'))
        : joined(those.map(({ address }) => say`${address}`));
    return [say`${who} ${words(word)}`];
  });
  return said.length === 0 ? [] : say`; by then, these changes may already be done: ${joined(said)}`;
}
