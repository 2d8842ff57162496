import {
  type AccessDecision,
  type AccessRequest,
  callContext,
  decideAccess,
  type NamedPolicy,
  type PolicyContext,
  refusalOf,
} from '@himeshima/aws-policy';
import type { Clock } from '../clock';
import { keyUseOf } from '../kms/key-uses';
import type { Keys } from '../kms/keys';
import type { Decision, Denial } from './decision';
import { type IamPrincipal, nameOf, policyPrincipal, type RolePrincipal } from './principal';
import type { ResourcePolicies } from './resource-policies';
import type { Roles } from './roles';

interface Call {
  action: string;
  /** ARN of the resource. */
  resource: string;
  context?: PolicyContext | undefined;
  /** KMS key in the call, if it overrides the resource's key. */
  key?: string | undefined;
}

export interface Verdict {
  decision: Decision;
  /** Whether the decision remains valid until a policy changes, because it does not depend on the time. */
  timeless: boolean;
}

/** Policy evaluator for roles and services. It does not cache decisions. */
export interface PolicyEvaluator {
  /** Evaluates the role's trust policy, the permission for the call, and the permission for an encrypted resource's key. */
  call(principal: IamPrincipal, call: Call): Verdict;
  /** Evaluates whether the service that uses the role may assume it. */
  assumption(principal: RolePrincipal): Verdict;
  /**
   * Evaluates only the permission to use a resource's key.
   * @param use name of a call in the table in packages/local-aws/src/kms/key-uses.ts
   */
  keyUse(principal: IamPrincipal, use: string, resource: string): Verdict;
}

const allowed: Decision = { allowed: true };

/**
 * Returns the rule that combines a resource's policy with the principal's policies. All resources belong to the local
 * account, including S3 buckets, although their ARNs contain no account.
 */
function ruleOf(principal: IamPrincipal, resource: string): AccessRequest['rule'] {
  if (principal.kind === 'service') return 'resource';
  const owner = resource.split(':')[4] ?? '';
  return owner === '' || owner === principal.arn.split(':')[4] ? 'either' : 'both';
}

/** Returns the condition keys for the use of a KMS key. Source: KMS developer guide, "conditions-kms". */
function keyContext(keyArn: string, via: string | undefined, encryption: Readonly<Record<string, string>>) {
  const [, , , region, account] = keyArn.split(':');
  const context: PolicyContext = {
    'kms:CallerAccount': account,
    'kms:EncryptionContextKeys': Object.keys(encryption),
    'kms:ViaService': via && `${via}.${region}.amazonaws.com`,
    ...Object.fromEntries(Object.entries(encryption).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  };
  return context;
}

function explain(
  decision: AccessDecision,
  { action, resource, evaluated }: { action: string; resource: string; evaluated: readonly NamedPolicy[] },
): Denial {
  const denial = { arn: resource, policies: [...new Set(evaluated.map(({ name }) => name))] };
  if (decision.decision === 'denied') return { ...denial, statement: decision.statement };
  const isOfResource = decision.decision === 'not allowed' && decision.missing === 'resource-based policy';
  return isOfResource ? denial : { ...denial, missing: { Effect: 'Allow', Action: action, Resource: resource } };
}

export function createPolicyEvaluator(parts: {
  roles: Roles;
  resourcePolicies: ResourcePolicies;
  keys: Keys;
  clock: Pick<Clock, 'now'>;
}): PolicyEvaluator {
  const { roles, resourcePolicies, keys, clock } = parts;
  let timeless = true;

  /**
   * Condition keys that contain the current time. Their getters record that the decision depends on the time. Source:
   * IAM user guide, "reference_policies_condition-keys".
   */
  const time = Object.getOwnPropertyDescriptors({
    get 'aws:CurrentTime'() {
      timeless = false;
      return new Date(clock.now()).toISOString();
    },
    get 'aws:EpochTime'() {
      timeless = false;
      return String(Math.floor(clock.now() / 1000));
    },
  });

  const decide = (
    principal: IamPrincipal,
    { action, resource, context }: Call,
    policies: Pick<AccessRequest, 'resourcePolicies' | 'rule'>,
  ): Decision => {
    const carried = principal.kind === 'role' ? roles.of(principal.arn) : undefined;
    const [identity, boundary] = [carried?.identity ?? [], carried?.boundary];
    const decision = decideAccess({
      ...policies,
      principal: policyPrincipal(principal),
      action,
      resource,
      context: Object.defineProperties({ ...callContext(principal, resource), ...context }, time),
      identity,
      boundary,
    });
    const reason = refusalOf(decision, { who: nameOf(principal), action, resource });
    if (reason === undefined) return allowed;
    const evaluated = [...identity, ...(boundary ?? []), ...policies.resourcePolicies];
    return { allowed: false, reason, denial: explain(decision, { action, resource, evaluated }) };
  };

  /**
   * Decides whether the trust policy allows a service to assume a role. Source: IAM
   * user guide, "id_roles_terms-and-concepts".
   */
  const assumed = ({ arn, by }: RolePrincipal): Decision => {
    const trust = roles.of(arn)?.trust ?? [];
    return decide(by, { action: 'sts:AssumeRole', resource: arn }, { resourcePolicies: trust, rule: 'resource' });
  };

  const withKey = (principal: IamPrincipal, { resource, action: call, key: named }: Call): Decision => {
    const use = keyUseOf(call);
    const key = use && (named === undefined ? keys.of(resource) : keys.named(named));
    if (use === undefined || key === undefined) return allowed;
    const context = keyContext(key.arn, use.via, use.context(resource));
    const rule = principal.kind === 'service' ? 'resource' : 'key';
    const policies = { resourcePolicies: key.policies, rule } as const;
    const answers = use.needs.map((action) => decide(principal, { action, resource: key.arn, context }, policies));
    return answers.find((answer) => !answer.allowed) ?? allowed;
  };

  const timedVerdict = (decision: () => Decision): Verdict => {
    timeless = true;
    return { decision: decision(), timeless };
  };

  const ownCall = (principal: IamPrincipal, call: Call): Decision => {
    const trusted = principal.kind === 'role' ? assumed(principal) : allowed;
    if (!trusted.allowed) return trusted;
    const rule = ruleOf(principal, call.resource);
    const decision = decide(principal, call, { resourcePolicies: resourcePolicies.of(call.resource), rule });
    return decision.allowed ? withKey(principal, call) : decision;
  };

  return {
    call: (principal, call) => timedVerdict(() => ownCall(principal, call)),
    assumption: (principal) => timedVerdict(() => assumed(principal)),
    keyUse: (principal, use, resource) => timedVerdict(() => withKey(principal, { resource, action: use })),
  };
}
