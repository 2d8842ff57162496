import {
  evaluate,
  type NamedPolicy,
  type PolicyContext,
  type PolicyDecision,
  parsePolicy,
} from '@himeshima/aws-policy';
import type { Clock } from './clock';
import { type Decision, statementText, withoutStatement } from './iam/decision';
import { createPolicyEvaluator, type Verdict } from './iam/policy-evaluator';
import {
  type CertificatePrincipal,
  type CustomPrincipal,
  type IamPrincipal,
  identityOf,
  type Principal,
  type RolePrincipal,
} from './iam/principal';
import { createResourcePolicies, type ResourcePolicies } from './iam/resource-policies';
import { createRoles, type Roles } from './iam/roles';
import { groupTarget, isGroupTarget, type PolicyTarget } from './iot/registry/policy-target';
import type { Registry } from './iot/registry/thing-registry';
import { createKeys, type Keys } from './kms/keys';
import { type Collection, memoryStore, type Store } from './store';

export interface AuthorizationRequest {
  principal: Principal;
  /** IAM action, such as `lambda:InvokeFunction`. */
  action: string;
  /** ARN of the resource that is accessed. */
  resource: string;
  context?: PolicyContext;
  /** ID, ARN or alias of the KMS key in the call, if it overrides the resource's key. */
  key?: string | undefined;
  /** ID of the event that caused the call. It has no influence on the decision. */
  cause?: number | undefined;
}

export interface KeyRequest {
  principal: Principal;
  /** Name of the call in the table in packages/local-aws/src/kms/key-uses.ts. */
  use: string;
  /** ARN of the encrypted resource. */
  resource: string;
}

/** Decision on a call by a role or service, or on a service's use of a KMS key outside of a call. */
export type AuthorizationDecision = {
  principal: IamPrincipal;
  action: string;
  resource: string;
  decision: Decision;
  /** ID of the event that caused the call, if the caller knows it. */
  cause?: number | undefined;
};

/**
 * Single point of authorization for device messages, gateway calls, invocations, rule actions, log subscriptions,
 * streams, workflows and destinations. A call on an encrypted resource also requires permission to use the resource's
 * KMS key. The local user is allowed all actions. Undeclared roles are also allowed all actions, because their
 * policies are unknown.
 */
export interface Authorizer {
  authorize(request: AuthorizationRequest): Decision;
  /**
   * Decides whether a service may use an encrypted resource's key outside of a call. Within a call, `authorize`
   * already checks the key.
   */
  mayUseKey(request: KeyRequest): Decision;
  /** Decides whether a service may assume its role. Services check this before each call with the role. */
  mayAssume(role: RolePrincipal): Decision;
  /**
   * Adds a listener for decisions about roles and services. Every denial is reported. An allowing decision that does not depend on
   * the time is cached, so it is reported again only after a relevant policy changes.
   */
  onDecided(listener: (decided: AuthorizationDecision) => void): void;
  /** Adds a listener that is called once for each undeclared role that is used. */
  onUnknownRole(listener: (arn: string) => void): void;
  attachIotPolicy(holder: PolicyTarget, policy: NamedPolicy): void;
  detachIotPolicy(holder: PolicyTarget, name: string): void;
  /**
   * Returns the names of the policies attached to a certificate or a thing group. Excludes policies that a group inherits.
   */
  iotPoliciesOf(holder: PolicyTarget): string[];
  /** Returns the certificates and thing groups to which a policy is attached. */
  iotPolicyTargets(name: string): PolicyTarget[];
  /** Returns the policies that fully apply to a device, and the policies whose Deny statements apply but whose Allow statements do not. */
  effectiveIotPolicies(
    certificateId: string,
    context: PolicyContext,
  ): { policies: readonly NamedPolicy[]; denying?: readonly NamedPolicy[] };
  roles: Roles;
  resourcePolicies: ResourcePolicies;
  keys: Keys;
}

const allowed: Decision = { allowed: true };

/**
 * Maximum size of the decision cache, which is cleared when it is full. Without a maximum, the cache could grow forever
 * with new S3 keys, log streams and topics.
 */
const maxDecisions = 20_000;
const decisionsKeptOfDevice = 500;

/**
 * Checks that a call is allowed.
 * @throws Error with the reason if the call is denied
 */
export function requireAllowed(authorizer: Authorizer, request: AuthorizationRequest): void {
  const decision = authorizer.authorize(request);
  if (!decision.allowed) throw new Error(decision.reason);
}

function iotDecision(
  decision: PolicyDecision,
  {
    who,
    policies,
    attachedThings,
  }: { who: string; policies: readonly NamedPolicy[]; attachedThings?: readonly string[] | undefined },
  { action, resource }: AuthorizationRequest,
): Decision {
  if (decision.decision === 'allowed') return allowed;
  const what = `${who} is not authorized to perform: ${action} on resource: ${resource}`;
  const denial = {
    arn: resource,
    policies: [...new Set(policies.map(({ name }) => name))],
    ...(attachedThings && { attachedThings }),
  };
  if (decision.decision === 'denied') {
    const { policy, sid } = decision.statement;
    const reason = `${what} because ${statementText({ policy, sid })} denies the action`;
    return { allowed: false, reason, denial: { ...denial, statement: { policy, sid } } };
  }
  const missing = { Effect: 'Allow', Action: action, Resource: resource } as const;
  const reason = `${what} because ${withoutStatement(denial.policies)}`;
  return { allowed: false, reason, denial: { ...denial, missing } };
}

/**
 * Registry queries for a certificate's things and their groups (including parent groups),
 * and notifications of policy changes.
 */
type Membership = Pick<Registry, 'thingsOf' | 'allGroupsOf' | 'onPolicyChange'>;
const noMembership: Membership = { thingsOf: () => [], allGroupsOf: () => [], onPolicyChange: () => undefined };

/**
 * Creates the authorizer. Policies and permissions are kept in the store; compiled policies and
 * cached decisions are not.
 */
export function createAuthorizer(
  store: Store,
  clock: Pick<Clock, 'now'>,
  { thingsOf, allGroupsOf, onPolicyChange }: Membership = noMembership,
): Authorizer {
  const attached: Collection<NamedPolicy[]> = store.collection('attached-iot-policies');
  /** Groups that have policies. This set is usually empty, but every message is checked against it. */
  const groupsWithPolicies = new Set([...attached.entries()].map(([holder]) => holder).filter(isGroupTarget));
  const policiesOfGroups = (thing: string) =>
    allGroupsOf(thing).flatMap((group) => attached.get(groupTarget(group)) ?? []);
  /**
   * Returns the policies of a certificate and of its things' groups. AWS does not document which things' groups apply.
   * Locally, Allow statements come from the groups of the thing that matches the policy's thing name variable, and Deny
   * statements from the groups of every thing to which the certificate is attached. Otherwise a device in quarantine
   * (developer guide, "dd-detect-ml-getting-started") could evade the denial by using another client ID, or by using
   * HTTPS, where a device has no thing name.
   */
  const iotPolicies = (certificateId: string, context: PolicyContext) => {
    const own = attached.get(certificateId) ?? [];
    if (groupsWithPolicies.size === 0) return { policies: own };
    const named = context['iot:Connection.Thing.ThingName'];
    return {
      policies: typeof named === 'string' ? [...own, ...policiesOfGroups(named)] : own,
      denying: thingsOf(certificateId).flatMap(policiesOfGroups),
    };
  };
  // attachments contain a copy of the document, so a new default version must replace every copy
  onPolicyChange(({ name, document }) => {
    deviceDecisions = new WeakMap();
    const policy = { name, document: parsePolicy(document) };
    for (const [holder, policies] of [...attached.entries()])
      if (policies.some((one) => one.name === name))
        attached.set(
          holder,
          policies.map((one) => (one.name === name ? policy : one)),
        );
  });
  /**
   * Cached decisions about devices, keyed by the connection's context, which is the same object as long as the
   * connection lasts.
   */
  let deviceDecisions = new WeakMap<PolicyContext, Map<string, Decision>>();
  /** Returns a certificate's things if the device has the client ID of another thing; otherwise undefined. */
  const foreignThings = (certificateId: string, context: PolicyContext) => {
    const things = context['iot:Connection.Thing.IsAttached'] === 'false' ? thingsOf(certificateId) : [];
    return things.length === 0 ? undefined : things;
  };
  const evaluateDevice = (request: AuthorizationRequest, { certificateId, context }: CertificatePrincipal) => {
    const { action, resource } = request;
    const policies = iotPolicies(certificateId, context);
    const decision = evaluate({ ...policies, action, resource, context: { ...request.context, ...context } });
    const attachedThings = foreignThings(certificateId, context);
    const whose = attachedThings && ` (attached to ${attachedThings.join(', ')}, not to ${context['iot:ClientId']})`;
    return iotDecision(
      decision,
      {
        who: `certificate ${certificateId.slice(0, 8)}${whose ?? ''}`,
        attachedThings,
        policies: [...policies.policies, ...(policies.denying ?? [])],
      },
      request,
    );
  };
  const evaluateCustom = (request: AuthorizationRequest, { principalId, policies, context }: CustomPrincipal) => {
    const { action, resource } = request;
    const decision = evaluate({ policies, action, resource, context: { ...request.context, ...context } });
    return iotDecision(decision, { who: `principal ${principalId}`, policies }, request);
  };
  /**
   * Caches decisions, because devices repeat their requests. Nothing is cached while a group has policies, because
   * group membership can change at any time.
   */
  const decideCached = (request: AuthorizationRequest, principal: CertificatePrincipal): Decision => {
    if (request.context !== undefined || groupsWithPolicies.size > 0) return evaluateDevice(request, principal);
    const known = deviceDecisions.get(principal.context) ?? new Map<string, Decision>();
    const cacheKey = `${request.action} ${request.resource}`;
    const cached = known.get(cacheKey);
    if (cached !== undefined) return cached;
    const decision = evaluateDevice(request, principal);
    if (known.size >= decisionsKeptOfDevice) known.clear();
    deviceDecisions.set(principal.context, known.set(cacheKey, decision));
    return decision;
  };
  const decisions = new Map<string, Decision>();
  const changed = () => decisions.clear();
  const roleChanged = (arn?: string) => {
    if (arn === undefined) return changed();
    // the cache keys of a role's decisions start with its ARN
    for (const cacheKey of decisions.keys()) if (cacheKey.startsWith(`${arn} `)) decisions.delete(cacheKey);
  };
  // these permissions are not persisted, because each start declares them from the plan, which might have changed
  const declared = memoryStore();
  const roles = createRoles(declared, roleChanged);
  const resourcePolicies = createResourcePolicies(declared, changed);
  const keys = createKeys(declared, changed);
  const judge = createPolicyEvaluator({ roles, resourcePolicies, keys, clock });
  const listeners: ((decided: AuthorizationDecision) => void)[] = [];

  /** Returns the cached decision or makes it, and notifies listeners unless a cached decision allows the call. */
  const decide = (
    subject: Omit<AuthorizationDecision, 'decision'>,
    { context, key }: { context?: PolicyContext | undefined; key?: string | undefined },
    made: () => Verdict,
  ): Decision => {
    const more = context === undefined ? '' : JSON.stringify(context);
    const cacheKey = `${identityOf(subject.principal)} ${subject.action} ${subject.resource} ${key ?? ''} ${more}`;
    const known = decisions.get(cacheKey);
    if (known?.allowed === true) return known;
    const { decision, timeless } = known === undefined ? made() : { decision: known, timeless: false };
    if (timeless) {
      if (decisions.size >= maxDecisions) decisions.clear();
      decisions.set(cacheKey, decision);
    }
    for (const listener of listeners) listener({ ...subject, decision });
    return decision;
  };

  const unknownRoles = new Set<string>();
  const unknownListeners: ((arn: string) => void)[] = [];
  const unknown = (principal: IamPrincipal): boolean => {
    if (principal.kind !== 'role' || roles.of(principal.arn) !== undefined) return false;
    if (unknownRoles.has(principal.arn)) return true;
    unknownRoles.add(principal.arn);
    for (const listener of unknownListeners) listener(principal.arn);
    return true;
  };

  return {
    roles,
    resourcePolicies,
    keys,
    authorize(request) {
      const { principal, action, resource, key, cause } = request;
      if (principal.kind === 'user') return allowed;
      if (principal.kind === 'certificate') return decideCached(request, principal);
      if (principal.kind === 'custom') return evaluateCustom(request, principal);
      // no check is required, because Lambda reads only the streams of event source mappings, with the function's role
      if (principal.kind === 'service' && principal.service === 'lambda.amazonaws.com') return allowed;
      if (unknown(principal)) return allowed;
      const subject = { principal, action, resource, cause };
      const session = principal.kind === 'role' ? principal.context : undefined;
      const context = session === undefined ? request.context : { ...session, ...request.context };
      return decide(subject, { context, key }, () => judge.call(principal, { action, resource, context, key }));
    },
    mayUseKey({ principal, use, resource }) {
      if (principal.kind !== 'role' && principal.kind !== 'service') return allowed;
      if (unknown(principal)) return allowed;
      return decide({ principal, action: use, resource }, {}, () => judge.keyUse(principal, use, resource));
    },
    mayAssume(principal) {
      if (unknown(principal)) return allowed;
      const subject = { principal, action: 'sts:AssumeRole', resource: principal.arn };
      return decide(subject, {}, () => judge.assumption(principal));
    },
    onDecided: (listener) => void listeners.push(listener),
    onUnknownRole: (listener) => void unknownListeners.push(listener),
    attachIotPolicy(holder, policy) {
      deviceDecisions = new WeakMap();
      const others = (attached.get(holder) ?? []).filter(({ name }) => name !== policy.name);
      attached.set(holder, [...others, policy]);
      if (isGroupTarget(holder)) groupsWithPolicies.add(holder);
    },
    detachIotPolicy(holder, name) {
      deviceDecisions = new WeakMap();
      const left = (attached.get(holder) ?? []).filter((policy) => policy.name !== name);
      if (left.length > 0) attached.set(holder, left);
      else {
        attached.delete(holder);
        groupsWithPolicies.delete(holder);
      }
    },
    effectiveIotPolicies: iotPolicies,
    iotPolicyTargets: (name) =>
      [...attached.entries()]
        .filter(([, policies]) => policies.some((policy) => policy.name === name))
        .map(([holder]) => holder),
    iotPoliciesOf: (holder) => (attached.get(holder) ?? []).map(({ name }) => name),
  };
}
