import { z } from 'zod';
import { type InvocationOptions, invokeForIot } from '../invoke-for-iot';
import { accessDenied } from './provisioning-error';

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

export type HookOptions = InvocationOptions;

/**
 * Invokes the pre-provisioning hook as the AWS IoT service, on behalf of the template.
 * @returns the parameters that the hook overrides
 * @throws ProvisioningError if the hook does not allow provisioning, fails, times out, or denies the invocation
 */
export async function invokeHook(
  functionArn: string,
  event: HookEvent,
  options: HookOptions & { cause: number | undefined },
): Promise<Record<string, string>> {
  const { templateArn: sourceArn } = event;
  const { cause } = options;
  const response = await invokeForIot({ functionArn, event, sourceArn, cause }, options).catch(() => undefined);
  const parsed = HookResponse.safeParse(response);
  if (!parsed.success) throw accessDenied();
  return parsed.data.parameterOverrides ?? {};
}
