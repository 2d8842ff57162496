import type { AccessDecision } from './access';

interface Asked {
  /** Who asks, as AWS names him: `User: arn:aws:sts::…:assumed-role/ROLE/SESSION`. */
  who: string;
  action: string;
  resource: string;
}

/**
 * A refusal in AWS's own words, and behind an explicit denial the statement that decided; undefined for what is allowed.
 * Source: IAM user guide, "troubleshoot_access-denied".
 */
export function refusalOf(decision: AccessDecision, { who, action, resource }: Asked): string | undefined {
  if (decision.decision === 'allowed') return undefined;
  const what = `${who} is not authorized to perform: ${action} on resource: ${resource}`;
  if (decision.decision === 'not allowed') return `${what} because no ${decision.missing} allows the ${action} action`;
  const { by, statement } = decision;
  const article = by === 'identity-based policy' ? 'an' : 'a';
  return `${what} with an explicit deny in ${article} ${by}: ${statement.sid} of ${statement.policy}`;
}
