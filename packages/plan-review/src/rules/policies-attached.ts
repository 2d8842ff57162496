import { isList, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { byType } from '../plan/type-table';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { ownersIn } from './policies';
import type { Danger, Rule } from './rule';

interface Attachment {
  /** Resource types of principals. Keys are attributes that identify a principal. Empty if the resource itself is the principal. */
  readonly to: Readonly<Record<string, string>>;
  /** Path of the attribute that identifies the attached policy or group. */
  readonly what: readonly string[];
}

/** Resource types that attach a managed policy, a device policy or the permissions of a group. */
const attachmentOf = byType<Attachment>({
  aws_iam_group_membership: { to: { users: 'aws_iam_user' }, what: ['group'] },
  aws_iam_group_policy_attachment: { to: { group: 'aws_iam_group' }, what: ['policy_arn'] },
  aws_iam_policy_attachment: {
    to: { roles: 'aws_iam_role', users: 'aws_iam_user', groups: 'aws_iam_group' },
    what: ['policy_arn'],
  },
  aws_iam_role: { to: {}, what: ['managed_policy_arns'] },
  aws_iam_role_policy_attachment: { to: { role: 'aws_iam_role' }, what: ['policy_arn'] },
  aws_iam_role_policy_attachments_exclusive: { to: { role_name: 'aws_iam_role' }, what: ['policy_arns'] },
  aws_iam_user_group_membership: { to: { user: 'aws_iam_user' }, what: ['groups'] },
  aws_iam_user_policy_attachment: { to: { user: 'aws_iam_user' }, what: ['policy_arn'] },
  aws_iot_policy_attachment: { to: { target: 'aws_iot_certificate' }, what: ['policy'] },
  aws_ssoadmin_customer_managed_policy_attachment: {
    to: { permission_set_arn: 'aws_ssoadmin_permission_set' },
    what: ['customer_managed_policy_reference', 'name'],
  },
  aws_ssoadmin_managed_policy_attachment: {
    to: { permission_set_arn: 'aws_ssoadmin_permission_set' },
    what: ['managed_policy_arn'],
  },
});

/** AWS managed policies that grant full access, or let principals grant themselves full access. */
const everything = /\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

interface AttachedPolicy {
  readonly change: Change;
  readonly principal: string;
  readonly what: string;
  readonly key: string;
  readonly isNew: boolean;
}

/** Reports principals that gain a policy or the permissions of a group. */
export const policiesAttached: Rule = (plan) => {
  const had = new Set(attachedIn(plan, 'before').map(({ key }) => key));
  const gained = attachedIn(plan, 'after').filter(
    ({ key, isNew, what }) => !had.has(key) && (!isNew || everything.test(what)),
  );
  const byChange = new Map<Change, AttachedPolicy[]>();
  for (const one of gained) {
    const those = byChange.get(one.change);
    if (those === undefined) byChange.set(one.change, [one]);
    else those.push(one);
  }
  return [...byChange].map(
    ([change, those]): Danger => ({
      kind: 'broader access',
      address: change.address,
      what: describe(change, those),
    }),
  );
};

function describe({ address, type }: Change, those: readonly AttachedPolicy[]): Phrase {
  const [principals, policies] = [those.map(({ principal }) => principal), those.map(({ what }) => what)].map((all) =>
    joined([...new Set(all)].map((one) => say`${one}`)),
  );
  const verb = new Set(those.map(({ principal }) => principal)).size > 1 ? 'are' : 'is';
  const isGroup = /_membership$/.test(type);
  const noun = isGroup ? 'the permissions of ' : /^aws_iot_/.test(type) ? 'the device policy ' : '';
  if (type === 'aws_iam_role') return say`${address} is granted ${policies ?? []}`;
  return say`${principals ?? []} ${[verb]} granted ${[noun]}${policies ?? []} (${address})`;
}

function attachedIn(plan: Plan, side: 'before' | 'after'): readonly AttachedPolicy[] {
  const owners = ownersIn(plan);
  return changesOf(plan, 'create', 'update', 'replace', 'delete').flatMap((change) => {
    const attachment = attachmentOf(change.type);
    if (attachment === undefined) return [];
    const values = change[side];
    return ownersOf(change, attachment, values).flatMap(({ principal, type }) => {
      const owner = type === undefined ? change.address : owners.named(principal, type);
      return valuesAt(values, attachment.what).map((what) => ({
        change,
        principal,
        what,
        key: `${owner} ${what}`,
        isNew: owners.actionOf(owner) === 'create',
      }));
    });
  });
}

function ownersOf({ address }: Change, { to }: Attachment, values: ValueObject) {
  const named = Object.entries(to);
  if (named.length === 0) return [{ principal: address, type: undefined }];
  return named.flatMap(([attribute, type]) => valuesAt(values, [attribute]).map((principal) => ({ principal, type })));
}

/** Returns the string at a path, or all strings of a list, as a list. */
function valuesAt(values: ValueObject, path: readonly string[]): readonly string[] {
  const value = valueAt(values, path);
  if (value !== undefined && isList(value)) return textsIn(value);
  return textAt(values, path) === undefined ? [] : [textAt(values, path) ?? ''];
}
