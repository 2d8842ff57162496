import { type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { isUnknownAt, textAt, textsIn } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Matches types of resources that grant rights, and the attribute that contains who has them. Source: Terraform Registry */
const grants: readonly (readonly [type: RegExp, attribute: string])[] = [
  [/^google_\w+_iam_binding$/, 'members'],
  [/^google_\w+_iam_member$/, 'member'],
  [/^google_\w+_iam_policy$/, 'policy_data'],
  [/^kubernetes_(?:cluster_)?role_binding(?:_v1)?$/, 'subject'],
];

/** Reports changed grants whose members are known only after apply, because they may be more than before. */
export const membersUnknown: Rule = (plan) =>
  changesOf(plan, 'update', 'replace').flatMap((change): Danger[] => {
    const { type, address, before, after } = change;
    const attribute = grants.find(([pattern]) => pattern.test(type))?.[1];
    if (attribute === undefined || !isUnknownAt(change, [attribute])) return [];
    const everyone = textsIn(after[attribute]).find((member) => /^all(?:Authenticated)?Users$/.test(member));
    const isNew = everyone !== undefined && !textsIn(before[attribute]).includes(everyone);
    if (isNew)
      return [
        {
          kind: 'exposure',
          address,
          attribute,
          what: say`${address} gives access to everyone ${[everyone === 'allUsers' ? 'on the internet' : 'with a Google account']} (${attribute}: ${{ value: everyone }})`,
        },
      ];
    const role = textAt(after, ['role']) ?? textAt(before, ['role']);
    const granted: Phrase = role === undefined ? [' the rights'] : say` ${{ value: role }}`;
    const what = say`who gets${granted} through ${address} is known only after apply`;
    return [{ kind: 'cannot be judged', address, attribute, what }];
  });
