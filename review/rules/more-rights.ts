import { rightsGained } from '../../lib/policy';
import { type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/changes-of';
import { type Held, policiesIn } from './policies';
import { isBroad, rightsInWords } from './rights-in-words';
import type { Danger, Rule } from './rule';

/** Somebody may do more than before, by the meaning of the policies: IAM, AWS IoT, and those that lie at resources. */
export const moreRights: Rule = (plan) => [
  ...policiesIn(plan).flatMap(dangersOf),
  ...changesOf(plan, 'create', 'update').flatMap((change): Danger[] => {
    const managed = change.type === 'aws_iam_role_policy_attachment' && change.after['policy_arn'];
    if (typeof managed !== 'string' || !/\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(managed))
      return [];
    return [{ kind: 'more rights', address: change.address, what: say`${change.address} gives ${managed}` }];
  }),
];

function dangersOf(held: Held): readonly Danger[] {
  const [first] = held.by;
  if (first === undefined) return [];
  const danger = (what: Phrase): Danger => ({ kind: 'more rights', address: first.address, what });
  const gained = rightsGained(held.before, held.after);
  const rights = held.isNew ? gained.filter((right) => isBroad(right, held.type)) : gained;
  if (rights.length > 0) return [danger([...whoOf(held, first.address), ...rightsInWords(rights, held.type)])];
  if (held.afterApply && !held.isNew) return [danger(say`what ${first.address} allows is only known after the apply`)];
  return [];
}

function whoOf({ type, isNew }: Held, address: string): Phrase {
  const now = isNew ? 'may' : 'may now';
  if (type === 'aws_iot_policy') return say`devices with ${address} ${words(now)} `;
  return say`${address} ${words(isNew ? 'allows' : 'now allows')} `;
}
