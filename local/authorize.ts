import {
  evaluate,
  type NamedPolicy,
  type PolicyContext,
  type PolicyDecision,
  type PolicyDocument,
  parsePolicy,
} from '../lib/policy';
import type { Collection, Store } from './store';

/** Who makes a call. */
export type Principal =
  | { kind: 'user'; name: string }
  | { kind: 'role'; arn: string; session: string }
  | { kind: 'service'; service: string; sourceArn: string; sourceAccount: string }
  | { kind: 'certificate'; certificateId: string; context: PolicyContext };

export interface AuthorizationRequest {
  principal: Principal;
  /** `lambda:InvokeFunction` */
  action: string;
  /** The ARN of what is acted on. */
  resource: string;
  context?: PolicyContext;
}

export type Decision = { allowed: true } | { allowed: false; reason: string };

/**
 * The one place that says who may do what: devices at the broker, calls at the gateway, invocations, actions of rules
 * and forwarded logs pass here.
 * IoT policies and resource policies are evaluated; identity policies of roles are not yet, and the local user may
 * do everything.
 */
export interface Authorizer {
  authorize(request: AuthorizationRequest): Decision;
  /** Adds a statement to the policy of a resource, such as a function's permission. */
  permit(permission: Permission): void;
  /** @returns false where the resource has no such statement */
  revoke(resource: string, statementId: string): boolean;
  attachIotPolicy(certificateId: string, policy: NamedPolicy): void;
}

/** A statement of a resource policy, as `aws_lambda_permission` and AddPermission make it. */
export interface Permission {
  /** The ARN of what may be used. */
  resource: string;
  statementId: string;
  /** `iot.amazonaws.com` */
  service: string;
  action: string;
  sourceArn: string | undefined;
  sourceAccount: string | undefined;
}

function documentOf(permission: Permission): PolicyDocument {
  return parsePolicy({
    Version: '2012-10-17',
    Statement: {
      Sid: permission.statementId,
      Effect: 'Allow',
      Principal: { Service: permission.service },
      Action: permission.action,
      Resource: permission.resource,
      Condition: {
        ...(permission.sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': permission.sourceArn } }),
        ...(permission.sourceAccount === undefined
          ? {}
          : { StringEquals: { 'aws:SourceAccount': permission.sourceAccount } }),
      },
    },
  });
}

function inWords(decision: PolicyDecision, who: string, request: AuthorizationRequest): Decision {
  if (decision.decision === 'allowed') return { allowed: true };
  const what = `${who} is not authorized to perform: ${request.action} on resource: ${request.resource}`;
  const because =
    decision.decision === 'denied'
      ? `${decision.statement.sid} of ${decision.statement.policy} denies it`
      : 'no policy allows it';
  return { allowed: false, reason: `${what} because ${because}` };
}

/** @throws Error with the reason, where a call is not allowed */
export function requireAllowed(authorizer: Authorizer, request: AuthorizationRequest): void {
  const decision = authorizer.authorize(request);
  if (!decision.allowed) throw new Error(decision.reason);
}

/** Permissions and attached policies are kept in the store; what is made of them to be evaluated is not. */
export function createAuthorizer(store: Store): Authorizer {
  const permissions: Collection<Permission[]> = store.collection('resource-permissions');
  const attached: Collection<NamedPolicy[]> = store.collection('attached-iot-policies');
  // a permission is read at each call of a function, and changes with a stack at most
  const read = new Map<string, NamedPolicy[]>();

  const policiesOf = (resource: string): NamedPolicy[] => {
    const known = read.get(resource);
    if (known !== undefined) return known;
    const statements = permissions.get(resource) ?? [];
    const policies = statements.map((one) => ({ name: one.statementId, document: documentOf(one) }));
    read.set(resource, policies);
    return policies;
  };

  const without = (resource: string, statementId: string) =>
    (permissions.get(resource) ?? []).filter((permission) => permission.statementId !== statementId);

  const keep = (resource: string, kept: Permission[]) => {
    permissions.set(resource, kept);
    read.delete(resource);
  };

  return {
    authorize(request) {
      const { principal, action, resource, context = {} } = request;
      if (principal.kind === 'user' || principal.kind === 'role') return { allowed: true };
      if (principal.kind === 'certificate') {
        const policies = attached.get(principal.certificateId) ?? [];
        const decision = evaluate({ policies, action, resource, context: { ...context, ...principal.context } });
        return inWords(decision, `certificate ${principal.certificateId.slice(0, 8)}`, request);
      }
      // Lambda reads streams by the mapping's own configuration, with the role of the function
      if (principal.service === 'lambda.amazonaws.com') return { allowed: true };
      const decision = evaluate({
        policies: policiesOf(resource),
        action,
        resource,
        principal: { kind: 'Service', id: principal.service },
        context: { ...context, 'aws:SourceArn': principal.sourceArn, 'aws:SourceAccount': principal.sourceAccount },
      });
      return inWords(decision, `${principal.service} (${principal.sourceArn})`, request);
    },
    permit(permission) {
      const { resource, statementId } = permission;
      keep(resource, [...without(resource, statementId), permission]);
    },
    revoke(resource, statementId) {
      const left = without(resource, statementId);
      const found = left.length < (permissions.get(resource) ?? []).length;
      if (found) keep(resource, left);
      return found;
    },
    attachIotPolicy(certificateId, policy) {
      attached.set(certificateId, [...(attached.get(certificateId) ?? []), policy]);
    },
  };
}
