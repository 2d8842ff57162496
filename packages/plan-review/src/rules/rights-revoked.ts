import { rightsGained } from '@himeshima/aws-policy';
import { isList, isObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import { formatRights } from './format-rights';
import { type OwnedPolicies, policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/**
 * Reports policies of roles, users and groups that deny what they allowed before, or that no longer allow anything, and roles that
 * lose an inline policy. Does not report fewer permissions, which most often are intended.
 */
export const rightsRevoked: Rule = (plan) => [
  ...policiesIn(plan).flatMap(revokedIn),
  ...changesOf(plan, 'update').flatMap((change) => inlinePoliciesRemoved(plan, change)),
];

function revokedIn({ kind, by, before, after, owner, unknownBecause }: OwnedPolicies): readonly Danger[] {
  const isChange = owner === 'kept' && by.every(({ action }) => action === 'update') && after.length > 0;
  if (kind !== 'identity' || !isChange || unknownBecause !== undefined || !mayRevoke(after)) return [];
  const lost = rightsGained(after, before);
  if (!lost.some(({ because }) => because === 'allowed')) return [];
  const denied = lost.filter(({ because, conditions }) => because === 'no longer denied' && conditions.length === 0);
  if (denied.length > 0) return [danger(by[0], say`now denies ${formatRights(denied, kind)}, which it allowed before`)];
  return rightsGained([], after).length > 0 ? [] : [danger(by[0], say`no longer allows anything`)];
}

/** Returns whether policies deny something or allow nothing. The comparison of other policies would take time. */
function mayRevoke(policies: OwnedPolicies['after']): boolean {
  const effects = new Set(policies.flatMap(({ Statement }) => Statement.map(({ Effect }) => Effect)));
  return effects.has('Deny') || !effects.has('Allow');
}

const danger = ({ address }: Change, what: Phrase): Danger => ({
  kind: 'outage',
  address,
  what: [...say`${address} `, ...what],
});

/** Returns a danger for the inline policies that a role loses and that no separate resource keeps. */
function inlinePoliciesRemoved(plan: Plan, change: Change): readonly Danger[] {
  if (change.type !== 'aws_iam_role' || isUnknownAt(change, ['inline_policy'])) return [];
  const kept = new Set([...inlinePoliciesOf(change.after), ...separatePoliciesOf(plan, change)]);
  const lost = inlinePoliciesOf(change.before).filter((name) => !kept.has(name));
  if (lost.length === 0) return [];
  const names = joined(lost.map((name) => say`${{ value: name }}`));
  return [danger(change, say`loses the permissions of its inline policy ${names}`)];
}

function inlinePoliciesOf({ inline_policy: policies = null }: Change['before']): readonly string[] {
  return (isList(policies) ? policies.filter(isObject) : []).flatMap((policy) =>
    textAt(policy, ['policy']) === undefined ? [] : (textAt(policy, ['name']) ?? []),
  );
}

/** Returns the names of the policies that other resources declare for a role. */
const separatePoliciesOf = (plan: Plan, { before }: Change): readonly string[] =>
  changesOf(plan, 'no-op', 'create', 'update').flatMap(({ type, after }) =>
    type === 'aws_iam_role_policy' && textAt(after, ['role']) === textAt(before, ['name'])
      ? (textAt(after, ['name']) ?? [])
      : [],
  );
