import { blockedDeletionOf } from '../knowledge/blocking-users';
import { counted, joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import type { Danger, Rule } from './rule';

/** Maximum number of users to name. */
const namedAtMost = 2;

/** Reports deletions that the cloud rejects, because resources that the plan keeps still use what it deletes. */
export const stillUsed: Rule = (plan) =>
  changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const users = usersThatStay(plan, change);
    if (users.length === 0) return [];
    const { address, type, action } = change;
    const named = users.slice(0, namedAtMost).map((user): Phrase => [{ code: user }]);
    const more = users.length - named.length;
    const all = joined(more > 0 ? [...named, words(counted(more, 'more resource'))] : named);
    const object = action === 'replace' && change.createsFirst === true ? say`the old ${address}` : say`${address}`;
    const what = say`${object} cannot be deleted: ${all} ${[staying(type, users.length)]}`;
    return [{ kind: 'cannot be applied', address, what }];
  });

/** Says that resources stay in another one, or still use it. */
function staying(type: string, count: number): string {
  if (blockedDeletionOf(type)?.contains === true) return `${count === 1 ? 'is' : 'are'} still in it`;
  return `still ${count === 1 ? 'uses' : 'use'} it`;
}

/** Returns the resources that the plan keeps although they need the old object of a deleted or replaced resource. */
export const usersThatStay = ({ keptUsers }: Plan, { address }: Change): readonly string[] =>
  keptUsers.get(address) ?? [];
