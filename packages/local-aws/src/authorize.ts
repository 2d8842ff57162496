import {
  evaluate,
  type NamedPolicy,
  type PolicyContext,
  type PolicyDecision,
  parsePolicy,
} from '@himeshima/aws-policy';
import type { Clock } from './clock';
import type { Decision } from './iam/decision';
import { createJudge, type Verdict } from './iam/judge';
import {
  type CertificatePrincipal,
  identityOf,
  type Judged,
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
  /** `lambda:InvokeFunction` */
  action: string;
  /** The ARN of what is acted on. */
  resource: string;
  context?: PolicyContext;
  /** The key that the call names, in place of that of what is acted on: id, ARN or alias. */
  key?: string | undefined;
}

export interface KeyRequest {
  principal: Principal;
  /** One of the calls in packages/local-aws/src/kms/key-uses.ts. */
  use: string;
  /** The ARN of what is encrypted. */
  resource: string;
}

/** What was decided on a role or a service: a call, or the use of a key that goes with no call. */
export type Decided = { principal: Judged; action: string; resource: string; decision: Decision };

/**
 * The one place that says who may do what: devices at the broker, calls at the gateway, invocations, actions of rules,
 * forwarded logs, streams, workflows and destinations pass here. A call of something encrypted asks for its key as well.
 * The local user may do everything, and so may a role that the stack does not declare: nothing is known of it.
 */
export interface Authorizer {
  authorize(request: AuthorizationRequest): Decision;
  /** For what a service does by itself with what is encrypted; a call's own need of the key is part of `authorize`. */
  mayUseKey(request: KeyRequest): Decision;
  /** Whether the service that uses a role may assume it: the first thing that is judged of every call with it. */
  mayAssume(role: RolePrincipal): Decision;
  /** Hears of every decision on a role or a service once, as long as no policy changes that it is made by. */
  onDecided(listener: (decided: Decided) => void): void;
  /** Hears once of each role that is used and not declared. */
  onUnknownRole(listener: (arn: string) => void): void;
  attachIotPolicy(holder: PolicyTarget, policy: NamedPolicy): void;
  detachIotPolicy(holder: PolicyTarget, name: string): void;
  /** Names of the policies of a certificate or a thing group, without those that the group inherits. */
  iotPoliciesOf(holder: PolicyTarget): string[];
  roles: Roles;
  resourcePolicies: ResourcePolicies;
  keys: Keys;
}

const allowed: Decision = { allowed: true };

/** S3 keys, log streams and topics are without number: what was decided on them is forgotten in time. */
const decisionsKept = 20_000;
const decisionsKeptOfDevice = 500;

/** @throws Error with the reason, where a call is not allowed */
export function requireAllowed(authorizer: Authorizer, request: AuthorizationRequest): void {
  const decision = authorizer.authorize(request);
  if (!decision.allowed) throw new Error(decision.reason);
}

function iotDecision(decision: PolicyDecision, certificateId: string, request: AuthorizationRequest): Decision {
  if (decision.decision === 'allowed') return allowed;
  const who = `certificate ${certificateId.slice(0, 8)}`;
  const what = `${who} is not authorized to perform: ${request.action} on resource: ${request.resource}`;
  const because =
    decision.decision === 'denied'
      ? `${decision.statement.sid} of ${decision.statement.policy} denies it`
      : 'no policy allows it';
  return { allowed: false, reason: `${what} because ${because}` };
}

/** Which things a certificate is attached to, in which groups they are, with the groups' ancestors, and what policies say. */
type Belonging = Pick<Registry, 'thingsOf' | 'allGroupsOf' | 'onPolicyChange'>;
const ofNobody: Belonging = { thingsOf: () => [], allGroupsOf: () => [], onPolicyChange: () => undefined };

/** Policies and permissions are kept in the store; what is made of them to be evaluated, and what was decided, is not. */
export function createAuthorizer(
  store: Store,
  clock: Pick<Clock, 'now'>,
  { thingsOf, allGroupsOf, onPolicyChange }: Belonging = ofNobody,
): Authorizer {
  const attached: Collection<NamedPolicy[]> = store.collection('attached-iot-policies');
  /** Asked at each message: hardly anybody attaches a policy to a group. */
  const groupsWithPolicies = new Set([...attached.entries()].map(([holder]) => holder).filter(isGroupTarget));
  const policiesOfGroups = (thing: string) =>
    allGroupsOf(thing).flatMap((group) => attached.get(groupTarget(group)) ?? []);
  /**
   * AWS does not say which thing's groups count. We read: what they allow, that of the thing which policies call by its
   * name; what they deny, that of each thing of the certificate. A device in quarantine (developer guide,
   * "dd-detect-ml-getting-started") would leave it by another client id, or by HTTPS, where it has no name.
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
  // the default version decides, wherever a policy is attached
  onPolicyChange(({ name, document }) => {
    ofDevices = new WeakMap();
    const policy = { name, document: parsePolicy(document) };
    for (const [holder, policies] of [...attached.entries()])
      if (policies.some((one) => one.name === name))
        attached.set(
          holder,
          policies.map((one) => (one.name === name ? policy : one)),
        );
  });
  /** Of devices by what their connection is, which stays as long as it lasts. */
  let ofDevices = new WeakMap<PolicyContext, Map<string, Decision>>();
  const decideOnDevice = (request: AuthorizationRequest, { certificateId, context }: CertificatePrincipal) => {
    const { action, resource } = request;
    const policies = iotPolicies(certificateId, context);
    const decision = evaluate({ ...policies, action, resource, context: { ...request.context, ...context } });
    return iotDecision(decision, certificateId, request);
  };
  /** A device asks the same again and again; in which groups it is may change at any time. */
  const onDevice = (request: AuthorizationRequest, principal: CertificatePrincipal): Decision => {
    if (request.context !== undefined || groupsWithPolicies.size > 0) return decideOnDevice(request, principal);
    const known = ofDevices.get(principal.context) ?? new Map<string, Decision>();
    const question = `${request.action} ${request.resource}`;
    const told = known.get(question);
    if (told !== undefined) return told;
    const decision = decideOnDevice(request, principal);
    if (known.size >= decisionsKeptOfDevice) known.clear();
    ofDevices.set(principal.context, known.set(question, decision));
    return decision;
  };
  const decisions = new Map<string, Decision>();
  const changed = () => decisions.clear();
  const roleChanged = (arn?: string) => {
    if (arn === undefined) return changed();
    // a question begins with who asks
    for (const question of decisions.keys()) if (question.startsWith(`${arn} `)) decisions.delete(question);
  };
  // read from the plan at each start; a second copy would only raise the question which of the two is right
  const declared = memoryStore();
  const roles = createRoles(declared, roleChanged);
  const resourcePolicies = createResourcePolicies(declared, changed);
  const keys = createKeys(declared, changed);
  const judge = createJudge({ roles, resourcePolicies, keys, clock });
  const listeners: ((decided: Decided) => void)[] = [];

  /** Decides once, and tells of it; until a policy changes the answer is known. */
  const once = (
    asked: Omit<Decided, 'decision'>,
    { context, key }: { context?: PolicyContext | undefined; key?: string | undefined },
    made: () => Verdict,
  ): Decision => {
    const more = context === undefined ? '' : JSON.stringify(context);
    const question = `${identityOf(asked.principal)} ${asked.action} ${asked.resource} ${key ?? ''} ${more}`;
    const known = decisions.get(question);
    if (known !== undefined) return known;
    const { decision, timeless } = made();
    if (decisions.size >= decisionsKept) decisions.clear();
    if (timeless) decisions.set(question, decision);
    for (const listener of listeners) listener({ ...asked, decision });
    return decision;
  };

  const unknownRoles = new Set<string>();
  const unknownListeners: ((arn: string) => void)[] = [];
  const unknown = (principal: Judged): boolean => {
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
      const { principal, action, resource, context, key } = request;
      if (principal.kind === 'user') return allowed;
      if (principal.kind === 'certificate') return onDevice(request, principal);
      // Lambda reads streams by the mapping's own configuration, with the role of the function
      if (principal.kind === 'service' && principal.service === 'lambda.amazonaws.com') return allowed;
      if (unknown(principal)) return allowed;
      const asked = { principal, action, resource };
      return once(asked, { context, key }, () => judge.call(principal, { action, resource, context, key }));
    },
    mayUseKey({ principal, use, resource }) {
      if (principal.kind === 'user' || principal.kind === 'certificate' || unknown(principal)) return allowed;
      return once({ principal, action: use, resource }, {}, () => judge.keyUse(principal, use, resource));
    },
    mayAssume(principal) {
      if (unknown(principal)) return allowed;
      const asked = { principal, action: 'sts:AssumeRole', resource: principal.arn };
      return once(asked, {}, () => judge.assumption(principal));
    },
    onDecided: (listener) => void listeners.push(listener),
    onUnknownRole: (listener) => void unknownListeners.push(listener),
    attachIotPolicy(holder, policy) {
      ofDevices = new WeakMap();
      const others = (attached.get(holder) ?? []).filter(({ name }) => name !== policy.name);
      attached.set(holder, [...others, policy]);
      if (isGroupTarget(holder)) groupsWithPolicies.add(holder);
    },
    detachIotPolicy(holder, name) {
      ofDevices = new WeakMap();
      const left = (attached.get(holder) ?? []).filter((policy) => policy.name !== name);
      if (left.length > 0) attached.set(holder, left);
      else {
        attached.delete(holder);
        groupsWithPolicies.delete(holder);
      }
    },
    iotPoliciesOf: (holder) => (attached.get(holder) ?? []).map(({ name }) => name),
  };
}
