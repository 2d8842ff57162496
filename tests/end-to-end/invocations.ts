import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../../commands/demonstration/clients';

export const payloadOf = (event: object) => Buffer.from(JSON.stringify(event));

/** Invokes a function and returns its response. */
export async function answerOf({ lambda }: Pick<Clients, 'lambda'>, name: string, event: object) {
  const invocation = new InvokeCommand({ FunctionName: name, Payload: payloadOf(event) });
  const { FunctionError, Payload, StatusCode } = await lambda.send(invocation);
  const payload: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  return { status: StatusCode, error: FunctionError, payload };
}

/** Returns the lines of a function's log. */
export async function linesOf(logs: CloudWatchLogsClient, name: string): Promise<string[]> {
  const found = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
  return (found.events ?? []).map((event) => event.message ?? '');
}

export const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}';

/** Returns the log lines that Lambda writes around a failed invocation (developer guide, "nodejs-logging"). */
export const linesAround = (status: string) => [
  expect.stringMatching(new RegExp(`^START RequestId: ${uuid} Version: \\$LATEST\n$`)),
  expect.stringMatching(new RegExp(`^END RequestId: ${uuid}\n$`)),
  expect.stringMatching(
    new RegExp(
      `^REPORT RequestId: ${uuid}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: \\d+ MB\t` +
        `Max Memory Used: \\d+ MB\t(Init Duration: [\\d.]+ ms\t)?${status}\n$`,
    ),
  ),
];

export const failedInvocation = (errorType: string, errorMessage: unknown) => ({
  status: 200,
  error: 'Unhandled',
  payload: expect.objectContaining({ errorType, errorMessage }),
});

export const saying = (pattern: string) => expect.stringMatching(new RegExp(pattern));
