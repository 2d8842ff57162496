import { type AccessRequest, callContext, decideAccess, type PolicyContext, refusalOf } from '@himeshima/aws-policy';
import type { Clock } from '../clock';
import { keyUseOf } from '../kms/key-uses';
import type { Keys } from '../kms/keys';
import type { Decision } from './decision';
import { type Judged, nameOf, policyPrincipal, type RolePrincipal } from './principal';
import type { ResourcePolicies } from './resource-policies';
import type { Roles } from './roles';

interface Call {
  action: string;
  /** The ARN of what is acted on. */
  resource: string;
  context?: PolicyContext | undefined;
  /** The key that it names, in place of that of the resource. */
  key?: string | undefined;
}

export interface Verdict {
  decision: Decision;
  /** Whether it holds later as well, as long as no policy changes: one that asked for the time does not. */
  timeless: boolean;
}

/** Judges roles and services by what lies in the store, each time anew. */
export interface Judge {
  /** The trust of the role, the call itself, and the key of what it touches. */
  call(principal: Judged, call: Call): Verdict;
  /** Whether the role may be assumed by the service that uses it. */
  assumption(principal: RolePrincipal): Verdict;
  /** The use of a key alone. @param use one of the calls in packages/local-aws/src/kms/key-uses.ts */
  keyUse(principal: Judged, use: string, resource: string): Verdict;
}

const allowed: Decision = { allowed: true };

/** The rule by which a resource takes its policy: an S3 ARN tells no account, and nothing here is another account's. */
function ruleOf(principal: Judged, resource: string): AccessRequest['rule'] {
  if (principal.kind === 'service') return 'resource';
  const owner = resource.split(':')[4] ?? '';
  return owner === '' || owner === principal.arn.split(':')[4] ? 'either' : 'both';
}

/** What KMS tells policies of a use of a key. KMS developer guide, "conditions-kms". */
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

export function createJudge(parts: {
  roles: Roles;
  resourcePolicies: ResourcePolicies;
  keys: Keys;
  clock: Pick<Clock, 'now'>;
}): Judge {
  const { roles, resourcePolicies, keys, clock } = parts;
  let timeless = true;

  /** The time, which is told only where a policy asks for it. IAM user guide, "reference_policies_condition-keys". */
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
    principal: Judged,
    { action, resource, context }: Call,
    policies: Pick<AccessRequest, 'resourcePolicies' | 'rule'>,
  ): Decision => {
    const carried = principal.kind === 'role' ? roles.of(principal.arn) : undefined;
    const decision = decideAccess({
      ...policies,
      principal: policyPrincipal(principal),
      action,
      resource,
      context: Object.defineProperties({ ...callContext(principal, resource), ...context }, time),
      identity: carried?.identity ?? [],
      boundary: carried?.boundary,
    });
    const reason = refusalOf(decision, { who: nameOf(principal), action, resource });
    return reason === undefined ? allowed : { allowed: false, reason };
  };

  /** A service assumes a role where the trust policy lets it. IAM user guide, "id_roles_terms-and-concepts". */
  const assumed = ({ arn, by }: RolePrincipal): Decision => {
    const trust = roles.of(arn)?.trust ?? [];
    return decide(by, { action: 'sts:AssumeRole', resource: arn }, { resourcePolicies: trust, rule: 'resource' });
  };

  const withKey = (principal: Judged, { resource, action: call, key: named }: Call): Decision => {
    const use = keyUseOf(call);
    const key = use && (named === undefined ? keys.of(resource) : keys.named(named));
    if (use === undefined || key === undefined) return allowed;
    const context = keyContext(key.arn, use.via, use.context(resource));
    const rule = principal.kind === 'service' ? 'resource' : 'key';
    const policies = { resourcePolicies: key.policies, rule } as const;
    const answers = use.needs.map((action) => decide(principal, { action, resource: key.arn, context }, policies));
    return answers.find((answer) => !answer.allowed) ?? allowed;
  };

  const judged = (decision: () => Decision): Verdict => {
    timeless = true;
    return { decision: decision(), timeless };
  };

  const ownCall = (principal: Judged, call: Call): Decision => {
    const trusted = principal.kind === 'role' ? assumed(principal) : allowed;
    if (!trusted.allowed) return trusted;
    const rule = ruleOf(principal, call.resource);
    const decision = decide(principal, call, { resourcePolicies: resourcePolicies.of(call.resource), rule });
    return decision.allowed ? withKey(principal, call) : decision;
  };

  return {
    call: (principal, call) => judged(() => ownCall(principal, call)),
    assumption: (principal) => judged(() => assumed(principal)),
    keyUse: (principal, use, resource) => judged(() => withKey(principal, { resource, action: use })),
  };
}
