import type { Clock } from '../clock';
import type { Lambda } from '../lambda/lambda-service';

/**
 * Timeout for functions that AWS IoT invokes synchronously, in milliseconds. Source: AWS IoT developer guide,
 * "Pre-provisioning hooks" and "config-custom-auth".
 */
const timeoutMs = 5000;

export interface InvocationOptions {
  lambda: Pick<Lambda, 'invoke'>;
  clock: Pick<Clock, 'real'>;
  account: string;
}

interface IotInvocation {
  functionArn: string;
  event: unknown;
  /** ARN of the resource on whose behalf AWS IoT invokes the function. The function's policy must allow it. */
  sourceArn: string;
  cause?: number | undefined;
}

/**
 * Invokes a function as the AWS IoT service and returns its result.
 * @throws Error with the reason if the invocation is denied, fails, or takes more than 5 seconds
 */
export async function invokeForIot(
  { functionArn, event, sourceArn, cause }: IotInvocation,
  { lambda, clock, account }: InvocationOptions,
): Promise<unknown> {
  const principal = { kind: 'service', service: 'iot.amazonaws.com', sourceArn, sourceAccount: account } as const;
  const response = lambda.invoke({ functionArn, event, principal, cause }).then(({ outcome }) => {
    if (outcome.status === 'success') return outcome.result;
    throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  });
  // The timeout is in real time, because functions run in real time.
  let cancelTimeout = () => {};
  const timeout = new Promise<never>((_resolve, reject) => {
    const late = () => reject(new Error(`the function did not respond within ${timeoutMs / 1000} seconds`));
    cancelTimeout = clock.real.after(timeoutMs, late);
  });
  return await Promise.race([response, timeout]).finally(() => cancelTimeout());
}
