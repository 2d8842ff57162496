import type { AccessDecision } from './access';

interface Call {
  /** Caller in the format of AWS's error messages: `User: arn:aws:sts::…:assumed-role/ROLE/SESSION`. */
  who: string;
  action: string;
  resource: string;
}

/**
 * Returns AWS's error message for a denied call; undefined if the call is allowed.
 * Source: IAM user guide, "troubleshoot_access-denied"
 */
export function refusalOf(decision: AccessDecision, { who, action, resource }: Call): string | undefined {
  if (decision.decision === 'allowed') return undefined;
  const what = `${who} is not authorized to perform: ${action} on resource: ${resource}`;
  if (decision.decision === 'not allowed') return `${what} because no ${decision.missing} allows the ${action} action`;
  const { by, statement } = decision;
  const article = by === 'identity-based policy' ? 'an' : 'a';
  return `${what} with an explicit deny in ${article} ${by}: ${statement.sid} of ${statement.policy}`;
}
