import type { PolicyDocument } from './document';
import { type StatementRequest, statementsOf } from './statement';

export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
}

export interface PolicyRequest extends StatementRequest {
  policies: readonly NamedPolicy[];
  /** Policies whose Allow statements are ignored. */
  denying?: readonly NamedPolicy[];
}

/** Decision, with the statement that determined it (identified by its Sid or position). */
export type PolicyDecision =
  | { decision: 'allowed'; statement: DecidingStatement }
  | { decision: 'denied'; statement: DecidingStatement }
  | { decision: 'not allowed' };

export interface DecidingStatement {
  policy: string;
  sid: string;
}

/**
 * Evaluates a request. An explicit Deny in any policy takes precedence over an Allow; without either, the request is
 * not allowed. An undefined variable grants nothing: a Resource that contains it matches nothing, and a NotResource
 * that contains it allows nothing. Source: IAM user guide, "reference_policies_evaluation-logic"; AWS IoT developer
 * guide, "iot-policies".
 */
export function evaluate(request: PolicyRequest): PolicyDecision {
  for (const { name, document } of request.denying ?? []) {
    const denies = statementsOf(document).find(({ effect, applies }) => effect === 'Deny' && applies(request));
    if (denies !== undefined) return { decision: 'denied', statement: { policy: name, sid: denies.sid } };
  }
  let allowed: DecidingStatement | undefined;
  for (const { name, document } of request.policies) {
    for (const { effect, sid, applies } of statementsOf(document)) {
      if ((effect === 'Allow' && allowed !== undefined) || !applies(request)) continue;
      if (effect === 'Deny') return { decision: 'denied', statement: { policy: name, sid } };
      allowed = { policy: name, sid };
    }
  }
  return allowed === undefined ? { decision: 'not allowed' } : { decision: 'allowed', statement: allowed };
}
