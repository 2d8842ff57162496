import type { Permit, PolicyDecision } from '@himeshima/aws-policy';

interface DecisionReport {
  readonly thing: string;
  /** Client ID of the device that is not the name of one of the certificate's things. */
  readonly foreignClientId?: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** Prefix of the devices' ARNs, `arn:aws:iot:REGION:ACCOUNT:`. Resources with another prefix are shown with their full ARN. */
  readonly arnPrefix: string;
  readonly decision: PolicyDecision;
  /** Names of the device's policies. */
  readonly policies: readonly string[];
}

/** Returns the resource part of an ARN: `topic/a`. */
const shortOf = (resource: string) => resource.split(':').slice(5).join(':') || resource;

/** Formats a decision in one line, with the statement that determines it. */
export function formatDecision({
  thing,
  foreignClientId,
  action,
  resource,
  arnPrefix,
  decision,
  policies,
}: DecisionReport): string {
  const note =
    foreignClientId === undefined ? '' : `; the certificate of ${thing} is not attached to ${foreignClientId}`;
  const shown = resource.startsWith(arnPrefix) ? shortOf(resource) : resource;
  const summary = `${thing} ${decision.decision === 'allowed' ? 'can' : 'cannot'} perform ${action} on ${shown}`;
  const mark = decision.decision === 'allowed' ? '✓' : '✗';
  if (decision.decision !== 'not allowed') {
    const { policy, sid } = decision.statement;
    return `${mark} ${summary}: ${sid} in the policy ${policy} ${decision.decision === 'allowed' ? 'allows' : 'denies'} the action${note}`;
  }
  const reason =
    policies.length === 0
      ? 'the device has no policy'
      : `no statement in the ${policies.length === 1 ? 'policy' : 'policies'} ${policies.join(', ')} allows the action`;
  return `${mark} ${summary}: ${reason}${note}`;
}

/** Lists the devices that can perform an action, with one line per allowing statement, aligned by name. */
export function formatPermits(permits: readonly Permit[], query: { action: string; filter: string }): string {
  if (permits.length === 0) return `no device can perform ${query.action} on ${query.filter}`;
  const width = Math.max(...permits.map(({ carrier }) => carrier.length));
  return permits
    .map(({ carrier, statement, filledResource, conditions }) => {
      const when = conditions.length === 0 ? '' : `  if ${conditions.join(' and ')}`;
      return `${carrier.padEnd(width)}  ${shortOf(filledResource)}  (${statement.sid} of ${statement.policy})${when}`;
    })
    .join('\n');
}
