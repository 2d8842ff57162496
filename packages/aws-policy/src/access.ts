import type { DecidingStatement, NamedPolicy } from './evaluate';
import type { PolicyPrincipal, Reach } from './principal';
import { type StatementRequest, statementsOf } from './statement';

/** Kind of an evaluated policy. */
export type PolicyKind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

export interface AccessRequest extends StatementRequest {
  principal: PolicyPrincipal;
  /** Identity-based policies of the caller; empty for services. */
  identity: readonly NamedPolicy[];
  /** Permissions boundary of the caller; undefined if there is no boundary. */
  boundary?: readonly NamedPolicy[] | undefined;
  /** Policies of the requested resource. */
  resourcePolicies: readonly NamedPolicy[];
  /** Rule that determines which policies must allow the call. */
  rule: AccessRule;
}

/**
 * Rule that determines which policies must allow a call. `either`: the identity policies or the resource policy, within
 * an account. `both`: both policies, across accounts. `resource`: the resource policy, for trust policies and for
 * requests from services. `key`: the key policy of a KMS key, which can also delegate the decision to the account's
 * identity policies.
 */
export type AccessRule = 'either' | 'both' | 'resource' | 'key';

export type AccessDecision =
  | { decision: 'allowed'; statement: DecidingStatement }
  | { decision: 'denied'; by: PolicyKind; statement: DecidingStatement }
  /** No statement allows or denies the call; `missing` is the kind of policy that lacks an Allow. */
  | { decision: 'not allowed'; missing: PolicyKind };

interface MatchingStatements {
  allows: DecidingStatement | undefined;
  denies: DecidingStatement | undefined;
  /** How specifically the resource policy's Allow names the caller. */
  reach: Reach | undefined;
}

const nearness: Readonly<Record<Reach, number>> = { account: 1, role: 2, itself: 3 };

function matchStatements(policies: readonly NamedPolicy[], request: StatementRequest): MatchingStatements {
  const matching: MatchingStatements = { allows: undefined, denies: undefined, reach: undefined };
  for (const { name, document } of policies) {
    for (const { effect, sid, applies, reach } of statementsOf(document)) {
      if (!applies(request)) continue;
      const statement = { policy: name, sid };
      if (effect === 'Deny') return { ...matching, denies: statement };
      const near = reach(request.principal) ?? 'account';
      if (matching.reach !== undefined && nearness[matching.reach] >= nearness[near]) continue;
      matching.allows = statement;
      matching.reach = near;
    }
  }
  return matching;
}

/**
 * Decides whether a call is allowed, as IAM does. An explicit Deny in any policy takes precedence; otherwise, the
 * policies that `rule` requires must allow the call. Sources: IAM user guide, "reference_policies_evaluation-logic",
 * "reference_policies_evaluation-logic_policy-eval-denyallow" (an implicit denial does not limit a session that a
 * resource policy specifies), "access_policies_boundaries", "reference_policies_elements_principal" (an account as
 * principal delegates to its own policies); KMS developer guide, "key-policies", "policy-evaluation".
 */
export function decideAccess(request: AccessRequest): AccessDecision {
  const { boundary, rule } = request;
  const identity = matchStatements(request.identity, { ...request, principal: undefined });
  const bounded = boundary && matchStatements(boundary, { ...request, principal: undefined });
  const resource = matchStatements(request.resourcePolicies, request);
  if (identity.denies) return { decision: 'denied', by: 'identity-based policy', statement: identity.denies };
  if (resource.denies) return { decision: 'denied', by: 'resource-based policy', statement: resource.denies };
  if (bounded?.denies) return { decision: 'denied', by: 'permissions boundary', statement: bounded.denies };

  const found = findAllow(rule, { identity, resource });
  if ('missing' in found) return { decision: 'not allowed', missing: found.missing };
  const beyondBoundary = rule === 'resource' || (found.reach === 'itself' && rule !== 'both');
  if (bounded !== undefined && bounded.allows === undefined && !beyondBoundary) {
    return { decision: 'not allowed', missing: 'permissions boundary' };
  }
  return { decision: 'allowed', statement: found.statement };
}

type FoundAllow = { statement: DecidingStatement; reach: Reach | undefined } | { missing: PolicyKind };

function findAllow(
  rule: AccessRule,
  { identity, resource }: { identity: MatchingStatements; resource: MatchingStatements },
): FoundAllow {
  const bySide = (side: MatchingStatements, missing: PolicyKind): FoundAllow =>
    side.allows === undefined ? { missing } : { statement: side.allows, reach: undefined };
  const byIdentity = bySide(identity, 'identity-based policy');
  // a resource policy that names the account does not itself allow the call; it delegates to the account's policies
  const direct = resource.reach === 'account' ? undefined : resource.allows;
  const byResource: FoundAllow =
    direct === undefined ? { missing: 'resource-based policy' } : { statement: direct, reach: resource.reach };
  if (rule === 'resource') return byResource;
  if (rule === 'either') return 'missing' in byResource ? byIdentity : byResource;
  if (rule === 'key' && !('missing' in byResource)) return byResource;
  return resource.allows === undefined ? { missing: 'resource-based policy' } : byIdentity;
}
