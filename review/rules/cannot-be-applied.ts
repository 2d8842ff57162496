import { counted, joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/changes-of';
import { protectedBy } from '../plan/deletion-protection';
import type { Plan } from '../plan/plan';
import type { Danger, Rule } from './rule';

/** AWS refuses a step, which Terraform learns only during the apply: earlier steps are done by then. */
export const cannotBeApplied: Rule = (plan) =>
  changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const attribute = protectedBy(change);
    if (attribute === undefined) return [];
    const what = say`${change.address} is protected against deletion (${attribute}): the apply fails halfway${doneBefore(plan)}`;
    return [{ kind: 'cannot be applied', address: change.address, what }];
  });

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
  return said.length === 0 ? [] : say`; by then, these changes may be done: ${joined(said)}`;
}
