import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { QueuedMessage } from './redrive-queue';

/** Event of an on-failure destination (Lambda developer guide, "invocation-async-retain-records"). */
const Failed = z.object({ requestContext: z.object({ functionArn: z.string() }), requestPayload: z.unknown() });

/**
 * Invokes the function again with a failed event, asynchronously and with the usual three attempts. @returns ARN of the function
 */
export async function reinvokeFunction(lambda: LambdaClient, { body }: QueuedMessage): Promise<string> {
  const { requestContext, requestPayload } = Failed.parse(JSON.parse(body));
  const arn = requestContext.functionArn.replace(/:\$LATEST$/, '');
  const Payload = Buffer.from(JSON.stringify(requestPayload));
  await lambda.send(new InvokeCommand({ FunctionName: arn, InvocationType: 'Event', Payload }));
  return arn;
}
