import { z } from 'zod';
import { type Clock, sleep } from '../../clock';
import type { Lambda } from '../../lambda/lambda-service';
import type { SocketIntegration } from './socket-apis';
import { SocketError } from './socket-error';

/** Schema for a function's response. Every field is optional for a WebSocket API. */
const ProxyAnswer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599).default(200),
  headers: z.record(z.string(), z.coerce.string()).nullish(),
  body: z.string().nullish(),
});
export type SocketAnswer = z.infer<typeof ProxyAnswer>;

interface IntegrationCall {
  readonly integration: SocketIntegration;
  readonly event: object;
  /** ARN of the route: `…/live/subscribe`. */
  readonly sourceArn: string;
  readonly cause: number;
}

/**
 * Invokes a route's function and returns its response.
 * @throws SocketError if the function fails, times out or returns an invalid response
 */
export async function integrate(
  { integration, event, sourceArn, cause }: IntegrationCall,
  { lambda, clock }: { readonly lambda: Pick<Lambda, 'invoke'>; readonly clock: Pick<Clock, 'after'> },
): Promise<SocketAnswer> {
  const { functionArn, timeoutMilliseconds } = integration;
  const principal = { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn } as const;
  // the response must not reveal to the caller that a permission is missing or concurrency is exhausted
  const invocation = lambda.invoke({ functionArn, event, principal, cause }).catch(() => {
    throw new SocketError(500, 'API_CONFIGURATION_ERROR', 'Internal server error');
  });
  const finished = await Promise.race([invocation, sleep(clock, timeoutMilliseconds)]);
  if (finished === undefined) throw new SocketError(504, 'INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  const { outcome } = finished;
  const answer = outcome.status === 'success' ? ProxyAnswer.safeParse(outcome.result ?? {}).data : undefined;
  if (answer === undefined) throw new SocketError(502, 'INTEGRATION_FAILURE', 'Internal server error');
  return answer;
}
