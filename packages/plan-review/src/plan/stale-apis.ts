import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';
import type { Change, Plan } from './plan';
import { textAt } from './value-at';

/**
 * Matches types of resources whose changes take effect only in a new deployment of their API. Source: API Gateway Developer Guide, "Deploy
 * REST APIs in API Gateway"
 */
const deployed =
  /^aws_api_gateway_(?:authorizer|gateway_response|integration|integration_response|method|method_response|model|request_validator|resource)$/;

/** API whose changes are not live, because its deployment does not change. */
interface StaleApi {
  readonly deployment: Change;
  /** Changed methods and other parts. */
  readonly parts: readonly Change[];
}

/** Returns the APIs whose changes are not live after the apply. Keys are ids. */
const staleApisById = memoizeByObject((plan: Plan): ReadonlyMap<string, StaleApi> => {
  const changed = /^(?:create|update|replace|delete)$/;
  const apis = groupBy(
    plan.changes.filter(({ type, action }) => deployed.test(type) && changed.test(action)),
    (change) => apiOf(change) ?? '',
  );
  const deployments = groupBy(
    plan.changes.filter(({ type }) => type === 'aws_api_gateway_deployment'),
    (change) => apiOf(change) ?? '',
  );
  return new Map(
    [...apis].flatMap(([api, parts]) => {
      const [deployment, ...others] = deployments.get(api) ?? [];
      const isKept = deployment !== undefined && [deployment, ...others].every(({ action }) => action === 'no-op');
      return api !== '' && isKept ? [[api, { deployment, parts }] as const] : [];
    }),
  );
});

/** Returns the APIs whose changes are not live after the apply. */
export const staleApisIn = (plan: Plan): readonly StaleApi[] => [...staleApisById(plan).values()];

/** Returns whether a change takes effect only when its API is deployed again. */
export const isStale = (plan: Plan, change: Change): boolean =>
  deployed.test(change.type) && staleApisById(plan).has(apiOf(change) ?? '');

const apiOf = ({ before, after }: Change): string | undefined =>
  textAt(after, ['rest_api_id']) ?? textAt(before, ['rest_api_id']);
