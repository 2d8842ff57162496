import { declaredStack, type StackInput } from './declared-stack';
import { type Accepts, rejectFindings } from './findings';
import type { PublicAccessRule } from './public-access-rule';
import { apiAccess } from './public-apis';
import { bucketAccess } from './public-buckets';
import { networkAccess } from './public-networks';
import { policyAccess } from './public-policies';

export interface PublicAccessOptions {
  /**
   * Reasons for acceptance, by address: `{ 'aws_apigatewayv2_route.health': 'Load balancers call it without credentials.' }`. A
   * statement of a policy is accepted by address and Sid or action, an operation of an API by address and operation:
   * `'aws_api_gateway_rest_api.shop: GET /health'`.
   * @defaultValue none
   */
  readonly accepts?: Accepts;
}

const rules: readonly PublicAccessRule[] = [...bucketAccess, ...policyAccess, ...apiAccess, ...networkAccess];

/**
 * Expects that buckets, resource policies, APIs, function URLs, security groups and databases are not open to everyone.
 * @throws Error with every fault, including unreadable policies and unnecessary acceptances
 */
export function expectNoPublicAccess(stack: StackInput, { accepts }: PublicAccessOptions = {}): void {
  const declared = declaredStack(stack);
  const findings = rules.flatMap(({ types, faultsOf }) =>
    declared
      .ofType(...types)
      .flatMap((block) => faultsOf(block, declared).map((fault) => ({ address: block.address, ...fault }))),
  );
  rejectFindings({
    expectation: 'resources are open to everyone',
    findings: [...declared.unchecked, ...findings],
    option: 'accepts',
    accepts,
  });
}
