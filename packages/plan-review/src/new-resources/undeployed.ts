import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Plan } from '../plan/plan';
import { staleApisIn } from '../plan/stale-apis';

/** Names the API deployments that do not change although methods or other parts of their API change. */
export function undeployed(plan: Plan): readonly Phrase[] {
  const stale = staleApisIn(plan);
  const named = joined(stale.slice(0, namedAtMost).map(({ deployment }) => say`${deployment.address}`));
  const types = stale.flatMap(({ parts }) => parts.map(({ type }) => type));
  const kinds = [...new Set(types)].sort().map((type) => words(`${type.slice(prefix.length).replaceAll('_', ' ')}s`));
  return stale.length === 0
    ? []
    : [
        say`not live until the API is deployed again: ${words(counted(types.length, 'change'))} to ${joined(kinds)} of the API (${named} ${words(stale.length === 1 ? 'does' : 'do')} not change)`,
      ];
}

/** Start of the types of all parts of an API. */
const prefix = 'aws_api_gateway_';

/** Maximum number of deployments to name. */
const namedAtMost = 3;
