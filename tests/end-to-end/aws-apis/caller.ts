import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import type { Signer } from '../../signed-fetch';
import type { ForeignPlatform } from '../foreign-platform';

/** Caller of the AWS APIs on the platform that these tests share. */
export interface Caller {
  theirs: ForeignPlatform;
  /** Options for every client. */
  signer: Signer & { maxAttempts: number };
  logs: CloudWatchLogsClient;
}

const Refusal = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }),
});

/** Returns the error that a call causes, as an SDK client parses it. */
export async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { name, message, $metadata } = Refusal.parse(error);
  return { name, message, status: $metadata.httpStatusCode };
}
