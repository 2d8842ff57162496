import type { Permit, PolicyDecision } from '@himeshima/aws-policy';

interface Decided {
  readonly thing: string;
  readonly action: string;
  readonly resource: string;
  /** `arn:aws:iot:REGION:ACCOUNT:` of the devices; what is elsewhere is told by its whole ARN. */
  readonly place: string;
  readonly decision: PolicyDecision;
  /** Names of those that it has. */
  readonly policies: readonly string[];
}

/** `topic/a` of an ARN. */
const shortOf = (resource: string) => resource.split(':').slice(5).join(':') || resource;

/** One line: what was asked, and the statement that decides. */
export function formatDecision({ thing, action, resource, place, decision, policies }: Decided): string {
  const shown = resource.startsWith(place) ? shortOf(resource) : resource;
  const what = `${thing} ${decision.decision === 'allowed' ? 'may' : 'may not'} ${action} on ${shown}`;
  const mark = decision.decision === 'allowed' ? '✓' : '✗';
  if (decision.decision !== 'not allowed') {
    const { policy, sid } = decision.statement;
    return `${mark} ${what}: ${sid} of the policy ${policy} ${decision.decision === 'allowed' ? 'allows' : 'denies'} it`;
  }
  const none = policies.length === 0 ? 'it has no policy' : `no statement of ${policies.join(', ')} allows it`;
  return `${mark} ${what}: ${none}`;
}

/** Who may, a line a statement, below each other by name. */
export function formatPermits(permits: readonly Permit[], asked: { action: string; filter: string }): string {
  if (permits.length === 0) return `nobody may ${asked.action} on ${asked.filter}`;
  const width = Math.max(...permits.map(({ carrier }) => carrier.length));
  return permits
    .map(({ carrier, statement, forThisOne, conditions }) => {
      const when = conditions.length === 0 ? '' : `  where ${conditions.join(' and ')}`;
      return `${carrier.padEnd(width)}  ${shortOf(forThisOne)}  (${statement.sid} of ${statement.policy})${when}`;
    })
    .join('\n');
}
