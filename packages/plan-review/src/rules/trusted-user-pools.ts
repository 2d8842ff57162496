import { isObject, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { isUnknownAt, textsIn, valueAt } from '../plan/value-at';
import { apiTypes } from './api-operations';

/** User pool ARNs. Keys are names of security schemes; the key is empty for an authorizer that is declared as a resource. */
type Pools = ReadonlyMap<string, readonly string[]>;

/** Describes newly trusted user pools of REST API authorizers, declared as resources or in an OpenAPI document. */
export function trustedUserPools(change: Change): readonly Phrase[] {
  const { address, before, after } = change;
  if (isUnknownAt(change, ['provider_arns']) || isUnknownAt(change, ['body'])) return [];
  const [was, is] = [before, after].map((side) => poolsIn(change, side));
  return [...(is ?? [])].flatMap(([scheme, pools]) => {
    const earlier = was?.get(scheme) ?? [];
    const come = pools.filter((pool) => !earlier.includes(pool));
    if (earlier.length === 0 || come.length === 0) return [];
    const where = scheme === '' ? say`${address}` : say`${address}: ${scheme}`;
    return [say`${where} now accepts tokens from ${joined(come.map((pool) => say`${pool}`))}`];
  });
}

/**
 * Returns the user pools of an authorizer.
 * Source: API Gateway developer guide, "x-amazon-apigateway-authorizer object"; Terraform Registry, hashicorp/aws 6.25
 */
function poolsIn({ type }: Change, side: ValueObject): Pools {
  if (type === 'aws_api_gateway_authorizer') return new Map([['', textsIn(side['provider_arns'])]]);
  const document = apiTypes.has(type) ? documentIn(side['body'] ?? null) : undefined;
  const schemes = valueAt(document ?? null, ['components', 'securitySchemes']) ?? null;
  if (!isObject(schemes)) return new Map();
  const authorizer = ['x-amazon-apigateway-authorizer', 'providerARNs'];
  return new Map(Object.entries(schemes).map(([scheme, one]) => [scheme, textsIn(valueAt(one, authorizer))]));
}
