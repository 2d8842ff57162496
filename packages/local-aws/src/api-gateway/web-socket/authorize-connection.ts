import { evaluate, type PolicyDocument, PolicyError, parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import type { Lambda } from '../../lambda/lambda-service';
import type { SocketAuthorizer } from './socket-apis';
import { SocketError } from './socket-error';
import type { Connection } from './socket-event';

/**
 * Schema for an authorizer's response. Source: API Gateway developer guide, "Output from an API
 * Gateway Lambda authorizer".
 */
const AuthorizerResponse = z.object({
  principalId: z.string(),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

interface AuthorizationInput {
  readonly connected: Connection;
  readonly authorizer: SocketAuthorizer;
  readonly event: object;
  /** ARN of the route to invoke: `…/live/$connect`. */
  readonly methodArn: string;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly cause: number;
}

/**
 * Invokes a connection's Lambda authorizer.
 * @returns the principal ID and context that the authorizer returned
 * @throws SocketError if the client is not authorized, or the authorizer fails or returns an invalid response
 */
export async function authorize(input: AuthorizationInput): Promise<Readonly<Record<string, string>>> {
  const { connected, authorizer, event, methodArn, lambda, cause } = input;
  const { headers, query } = connected;
  const missing =
    authorizer.headers.some((name) => !headers[name.toLowerCase()]) ||
    authorizer.queryParameters.some((name) => !query.get(name));
  if (missing) throw new SocketError(401, 'UNAUTHORIZED', 'Unauthorized');
  const principal = { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn: authorizer.arn } as const;
  const requestEvent = { type: 'REQUEST', methodArn, ...event };
  const { outcome } = await lambda
    .invoke({ functionArn: authorizer.functionArn, event: requestEvent, principal, cause })
    .catch(() => {
      throw configurationError();
    });
  if (outcome.status === 'error' && outcome.error.errorMessage === 'Unauthorized')
    throw new SocketError(401, 'UNAUTHORIZED', 'Unauthorized');
  const response = outcome.status === 'success' ? AuthorizerResponse.safeParse(outcome.result).data : undefined;
  const document = response && documentOf(response.policyDocument);
  if (response === undefined || document === undefined) throw configurationError();
  const policies = [{ name: 'authorizer', document }];
  const { decision } = evaluate({ policies, action: 'execute-api:Invoke', resource: methodArn, context: {} });
  if (decision !== 'allowed') throw new SocketError(403, 'ACCESS_DENIED', 'Forbidden');
  const context = Object.entries(response.context ?? {}).map(([name, value]) => [name, String(value)]);
  return { principalId: response.principalId, ...Object.fromEntries(context) };
}

const configurationError = () => new SocketError(500, 'AUTHORIZER_CONFIGURATION_ERROR', 'Internal server error');

function documentOf(value: unknown): PolicyDocument | undefined {
  try {
    return parsePolicy(value);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
