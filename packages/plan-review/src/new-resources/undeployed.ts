import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';

/**
 * Matches types of resources whose changes take effect only in a new deployment of their API. Source: API Gateway Developer Guide, "Deploy
 * REST APIs in API Gateway"
 */
const deployed =
  /^aws_api_gateway_(?:authorizer|gateway_response|integration|integration_response|method|method_response|model|request_validator|resource)$/;

/** Names the API deployments that do not change although methods or other parts of their API change. */
export function undeployed({ changes }: Plan): readonly Phrase[] {
  const apis = groupBy(
    changes.filter(({ type, action }) => action !== 'no-op' && deployed.test(type)),
    (change) => apiOf(change) ?? '',
  );
  const deployments = groupBy(
    changes.filter(({ type }) => type === 'aws_api_gateway_deployment'),
    (change) => apiOf(change) ?? '',
  );
  const stale = [...apis].flatMap(([api, parts]) => {
    const [first, ...others] = deployments.get(api) ?? [];
    const isKept = first !== undefined && [first, ...others].every(({ action }) => action === 'no-op');
    return api !== '' && isKept ? [{ deployment: first, parts }] : [];
  });
  const named = joined(stale.slice(0, namedAtMost).map(({ deployment }) => say`${deployment.address}`));
  const count = stale.flatMap(({ parts }) => parts).length;
  return stale.length === 0
    ? []
    : [
        say`not live until the API is deployed again: ${words(counted(count, 'change'))} to methods and other parts of the API (${named} ${words(stale.length === 1 ? 'does' : 'do')} not change)`,
      ];
}

/** Maximum number of deployments to name. */
const namedAtMost = 3;

const apiOf = ({ before, after }: Change): string | undefined =>
  textAt(after, ['rest_api_id']) ?? textAt(before, ['rest_api_id']);
