import { z } from 'zod';
import type { Clock } from '../../clock';
import type { Lambda } from '../../lambda/lambda';
import { accessDenied } from './rejection';

/** "must finish running and return within 5 seconds" (AWS IoT developer guide, "Pre-provisioning hooks"). */
const hookMilliseconds = 5000;

const Answer = z.object({
  allowProvisioning: z.literal(true),
  parameterOverrides: z.record(z.string(), z.string()).nullish(),
});

export interface HookQuestion {
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
 * Asks the function, as AWS IoT with the template's name.
 * @returns the parameters that it overrides
 * @throws Rejection where it says anything but yes, fails, may not be called, or takes too long
 */
export async function askHook(
  functionArn: string,
  question: HookQuestion,
  { lambda, clock, account, cause }: HookOptions & { cause: number | undefined },
): Promise<Record<string, string>> {
  const { templateArn: sourceArn } = question;
  const principal = { kind: 'service', service: 'iot.amazonaws.com', sourceArn, sourceAccount: account } as const;
  const asked = lambda.invoke({ functionArn, event: question, principal, cause }).then(
    ({ outcome }) => (outcome.status === 'success' ? outcome.result : undefined),
    () => undefined,
  );
  // a function computes in real time, whatever the platform's clock says
  let end = () => {};
  const late = new Promise<undefined>((resolve) => {
    end = clock.real.after(hookMilliseconds, () => resolve(undefined));
  });
  const answer = Answer.safeParse(await Promise.race([asked, late]).finally(() => end()));
  if (!answer.success) throw accessDenied();
  return answer.data.parameterOverrides ?? {};
}
