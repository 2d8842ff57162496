import { rightsGained } from '@himeshima/aws-policy';
import { isList, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { policyIn } from '../plan/parsed-policy';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt, textsIn, valueAt } from '../plan/value-at';
import { formatRights } from './format-rights';
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

/** AWS managed policy that grants everything. */
const administrator = /^arn:[\w-]+:iam::aws:policy\/AdministratorAccess$/;

/** AWS managed policies that grant every action of a service on every resource. */
const wholeService = /^arn:[\w-]+:iam::aws:policy\/(?:[\w-]+\/)*\w+FullAccess$/;

interface AttachedPolicy {
  readonly change: Change;
  readonly principal: string;
  /** Address of the principal, or its name if the plan does not change the principal. */
  readonly owner: string;
  readonly what: string;
  readonly key: string;
  readonly isNew: boolean;
}

/** Reports principals that gain a policy or the permissions of a group. */
export const policiesAttached: Rule = (plan) => {
  const [before, after] = [attachedIn(plan, 'before'), attachedIn(plan, 'after')];
  const [had, has] = [before, after].map((all) => new Set(all.map(({ key }) => key)));
  const gained = after.filter(({ key }) => had?.has(key) !== true);
  // a principal that could do everything gains nothing
  const lost = before.filter(({ key, what }) => administrator.test(what) && has?.has(key) !== true);
  const wereAdministrators = new Set(lost.map(({ owner }) => owner));
  const ofExisting = gained.filter(({ isNew, owner }) => !isNew && !wereAdministrators.has(owner));
  const broad = gained.filter(({ isNew, what }) => isNew && (everything.test(what) || wholeService.test(what)));
  return [
    // the policies of a new principal are described together, with the most powerful first
    ...[...groupBy(broad, ({ owner, change }) => JSON.stringify([owner, change.provider])).values()].map((those) =>
      ofNewPrincipal(those.toSorted((a, b) => Number(everything.test(b.what)) - Number(everything.test(a.what)))),
    ),
    ...[...groupBy(ofExisting, ({ change }) => change.address).values()].flatMap((those): readonly Danger[] => {
      const [first] = those;
      if (first === undefined) return [];
      return [
        {
          kind: 'broader access',
          address: first.change.address,
          what: [...describe(first.change, those), ...rightsOf(plan, those)],
        },
      ];
    }),
  ];
};

/** Maximum number of policies or principals to name. */
const namedAtMost = 4;

function shortList(names: readonly string[]): Phrase {
  const more = names.length - namedAtMost;
  const named = names.slice(0, namedAtMost).map((name) => say`${name}`);
  return joined(more > 0 ? [...named, words(`${more} more`)] : named);
}

function ofNewPrincipal(those: readonly AttachedPolicy[]): Danger {
  const [first] = those;
  const { address = '', type = '' } = first?.change ?? {};
  const policies = [...new Set(those.map(({ what }) => what))];
  // the names of AWS managed policies are well known
  const all = shortList(policies.map((one) => one.replace(/^arn:[\w-]+:iam::aws:policy\//, '')));
  const places = new Set(those.map(({ change }) => change.address)).size - 1;
  const where = say` (${address}${words(places > 0 ? ` and ${counted(places, 'more resource')}` : '')})`;
  const principal = first?.principal ?? '';
  const isRole = type === 'aws_iam_role';
  return { kind: 'broader access', address, what: say`${principal} is granted ${all}${isRole ? [] : where}` };
}

function describe({ address, type }: Change, those: readonly AttachedPolicy[]): Phrase {
  const [principals, policies] = [those.map(({ principal }) => principal), those.map(({ what }) => what)].map((all) =>
    shortList([...new Set(all)]),
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
      const attached = [
        ...valuesAt(values, attachment.what),
        ...(side === 'after' ? newPoliciesOf(change, attachment) : []),
      ];
      return attached.map((what) => ({
        change,
        principal,
        owner,
        what,
        key: `${owner} ${what}`,
        isNew: owners.actionOf(owner) === 'create',
      }));
    });
  });
}

/** Returns the addresses of the attached policies whose ARNs are known only after apply. */
function newPoliciesOf(change: Change, { what }: Attachment): readonly string[] {
  if (!isUnknownAt(change, what)) return [];
  return (change.references[what[0] ?? ''] ?? []).flatMap((reference) => {
    const [address] = /^aws_iam_policy\.[^.[\]]+(?:\[(?:\d+|"[^"]*")\])?/.exec(reference) ?? [];
    return address === undefined ? [] : [`${modulesOf(change.address)}${address}`];
  });
}

/** Describes what a new policy allows: `, which allows s3:GetObject on …`. Empty for several policies, and for those outside the plan. */
function rightsOf(plan: Plan, those: readonly AttachedPolicy[]): Phrase {
  const [only, ...others] = new Set(those.map(({ what }) => what));
  const policy = plan.changes.find(({ address, action }) => address === only && action === 'create');
  const document = policy && policyIn(textAt(policy.after, ['policy']) ?? '');
  if (document === undefined || others.length > 0) return [];
  return [', which allows ', ...formatRights(rightsGained([], [document]), 'identity')];
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
