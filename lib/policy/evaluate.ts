import { conditionHolds } from './condition';
import type { PolicyDocument, PolicyStatement } from './document';
import { type PolicyContext, substitute, withoutWildcards } from './variables';
import { fitsWildcard } from './wildcard';

export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
}

export interface PolicyRequest {
  policies: readonly NamedPolicy[];
  /** `iot:Publish` */
  action: string;
  /** The ARN of what is acted on. */
  resource: string;
  context: PolicyContext;
  /** For resource policies: who asks. Statements without a principal apply to everyone who carries the policy. */
  principal?: PolicyPrincipal;
}

export interface PolicyPrincipal {
  /** The key of a policy's Principal block. */
  kind: 'Service' | 'AWS' | 'Federated';
  /** `iot.amazonaws.com`, or the ARN of a role or user. */
  id: string;
}

/** What was decided, and by which statement: its Sid, else its place. */
export type PolicyDecision =
  | { decision: 'allowed'; statement: DecidingStatement }
  | { decision: 'denied'; statement: DecidingStatement }
  | { decision: 'not allowed' };

export interface DecidingStatement {
  policy: string;
  sid: string;
}

function actionFits(statement: PolicyStatement, action: string): boolean {
  // actions are not case-sensitive. IAM user guide, "reference_policies_elements_action"
  const fits = (pattern: string) => fitsWildcard(pattern.toLowerCase(), action.toLowerCase());
  if (statement.Action !== undefined) return statement.Action.some(fits);
  return !(statement.NotAction ?? []).some(fits);
}

function resourceFits(statement: PolicyStatement, resource: string, context: PolicyContext): boolean {
  const text = withoutWildcards(resource);
  const fits = (pattern: string) => {
    const filled = substitute(pattern, context);
    return filled !== undefined && fitsWildcard(filled, text);
  };
  if (statement.Resource !== undefined) return statement.Resource.some(fits);
  if (statement.NotResource !== undefined) return !statement.NotResource.some(fits);
  // a resource policy may leave its own resource out
  return true;
}

function principalFits(block: PolicyStatement['Principal'], principal: PolicyPrincipal | undefined): boolean {
  if (block === undefined || block === '*') return true;
  if (principal === undefined) return false;
  const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal.id)?.[1];
  return (block[principal.kind] ?? []).some(
    (allowed) =>
      allowed === '*' ||
      allowed === principal.id ||
      (account !== undefined && (allowed === account || allowed === `arn:aws:iam::${account}:root`)),
  );
}

function applies(statement: PolicyStatement, request: PolicyRequest): boolean {
  return (
    actionFits(statement, request.action) &&
    principalFits(statement.Principal, request.principal) &&
    (statement.NotPrincipal === undefined || !principalFits(statement.NotPrincipal, request.principal)) &&
    resourceFits(statement, request.resource, request.context) &&
    conditionHolds(statement.Condition, request.context)
  );
}

/**
 * Decides a request: an explicit Deny of any policy wins, then an Allow; without either it is not allowed.
 * Source: IAM user guide, "reference_policies_evaluation-logic"; AWS IoT developer guide, "iot-policies".
 */
export function evaluate(request: PolicyRequest): PolicyDecision {
  let allowed: DecidingStatement | undefined;
  for (const { name, document } of request.policies) {
    for (const [index, statement] of document.Statement.entries()) {
      if ((statement.Effect === 'Allow' && allowed !== undefined) || !applies(statement, request)) continue;
      const deciding = { policy: name, sid: statement.Sid ?? `statement ${index + 1}` };
      if (statement.Effect === 'Deny') return { decision: 'denied', statement: deciding };
      allowed = deciding;
    }
  }
  return allowed === undefined ? { decision: 'not allowed' } : { decision: 'allowed', statement: allowed };
}
