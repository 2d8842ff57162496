import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import type { ForeignPlatform } from '../foreign-platform';
import type { Signer } from '../signed-fetch';

/** Who calls the AWS APIs of one platform, which all these tests share. */
export interface Caller {
  theirs: ForeignPlatform;
  /** What every client is made of. */
  signer: Signer & { maxAttempts: number };
  logs: CloudWatchLogsClient;
}

const Refusal = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }),
});

/** The error of a call, as an SDK client reads it. */
export async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { name, message, $metadata } = Refusal.parse(error);
  return { name, message, status: $metadata.httpStatusCode };
}
