import { z } from 'zod';
import type { Clock } from '../../clock';
import type { Lambda } from '../../lambda/lambda-service';
import { accessDenied } from './provisioning-error';

/**
 * Timeout for the hook. Source: AWS IoT developer guide, "Pre-provisioning hooks": "must finish running and return
 * within 5 seconds".
 */
const hookMilliseconds = 5000;

const HookResponse = z.object({
  allowProvisioning: z.literal(true),
  parameterOverrides: z.record(z.string(), z.string()).nullish(),
});

export interface HookEvent {
  claimCertificateId: string;
  certificateId: string;
  certificatePem: string;
  templateArn: string;
  clientId: string;
  parameters: Record<string, string>;
}

export interface HookOptions {
  lambda: Pick<Lambda, 'invoke'>;
  clock: Pick<Clock, 'real'>;
  account: string;
}

/**
 * Invokes the pre-provisioning hook as the AWS IoT service, on behalf of the template.
 * @returns the parameters that the hook overrides
 * @throws ProvisioningError if the hook does not allow provisioning, fails, times out, or denies the invocation
 */
export async function invokeHook(
  functionArn: string,
  event: HookEvent,
  { lambda, clock, account, cause }: HookOptions & { cause: number | undefined },
): Promise<Record<string, string>> {
  const { templateArn: sourceArn } = event;
  const principal = { kind: 'service', service: 'iot.amazonaws.com', sourceArn, sourceAccount: account } as const;
  const response = lambda.invoke({ functionArn, event, principal, cause }).then(
    ({ outcome }) => (outcome.status === 'success' ? outcome.result : undefined),
    () => undefined,
  );
  // The timeout is in real time, because functions run in real time.
  let cancelTimeout = () => {};
  const timeout = new Promise<undefined>((resolve) => {
    cancelTimeout = clock.real.after(hookMilliseconds, () => resolve(undefined));
  });
  const parsed = HookResponse.safeParse(await Promise.race([response, timeout]).finally(() => cancelTimeout()));
  if (!parsed.success) throw accessDenied();
  return parsed.data.parameterOverrides ?? {};
}
