import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import { workerFile } from '../worker-file';
import { type DynamoAnswer, type DynamoCall, errorAnswer, failed, type ItemChange } from './dynamo-answer';

const ErrorBody = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() });

const readError = (body: string) => ErrorBody.parse(JSON.parse(body));
const codeOf = (error: z.infer<typeof ErrorBody>) => error.__type.split('#').at(-1) ?? 'InternalFailure';

/** Returns the error code in dynalite's response, or an empty string if the call succeeded. */
export const errorCode = ({ status, body }: DynamoAnswer): string => (status < 300 ? '' : codeOf(readError(body)));

/** Returns dynalite's response to a failed call as an error. */
export function errorIn({ status, body }: DynamoAnswer): AwsError {
  const error = readError(body);
  return new AwsError(codeOf(error), error.message ?? error.Message ?? '', status);
}

/** Returns DynamoDB's response for a table that has no capacity left. */
export const throttledAnswer = (): DynamoAnswer =>
  errorAnswer({
    id: 0,
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    message:
      'The level of configured provisioned throughput for the table was exceeded. ' +
      'Consider increasing your provisioning level with the UpdateTable API.',
  });

/**
 * Runs dynalite in a separate thread. The thread is started by `start` or the first call, because a platform without
 * tables does not need it.
 * @param path folder for the tables; undefined keeps them in memory
 * @param changed called with the changes in watched tables, before the call that made them is answered
 * @param ended called once, with the reason, if the thread fails; tables in memory are then lost
 */
export function createWorker(
  path: string | undefined,
  ended: (reason: string) => void,
  changed: (changes: readonly ItemChange[]) => void,
) {
  let started: Worker | undefined;
  const waiting = new Map<number, (answer: DynamoAnswer) => void>();
  let count = 0;
  let end: Error | undefined;
  const launch = () => {
    const worker = new Worker(workerFile('dynamodb'), { workerData: { path } });
    worker.on('message', (answer: DynamoAnswer) => {
      if (answer.changes !== undefined) changed(answer.changes);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    });
    worker.on('error', (error) => {
      end = error;
      for (const [id, answer] of waiting) answer(failed(id, error));
      ended(path === undefined ? `the tables are lost: ${error.message}` : `${path}: ${error.message}`);
    });
    return worker;
  };
  const start = () => {
    started ??= launch();
    return started;
  };
  return {
    start,
    /** Reports changes in the given tables, and in no other tables. */
    watch: (tables: readonly string[]) => start().postMessage({ watched: tables }),
    call: (operation: string, body: Uint8Array, { isExpiry = false }: { isExpiry?: boolean } = {}) =>
      new Promise<DynamoAnswer>((resolve) => {
        // the body is sent as text, because sending bytes would copy their whole underlying buffer
        const text = Buffer.from(body).toString('utf8');
        const call: DynamoCall = { id: ++count, operation, body: text, ...(isExpiry && { isExpiry }) };
        if (end !== undefined) return resolve(failed(call.id, end));
        waiting.set(call.id, resolve);
        start().postMessage(call);
      }),
    close: async () => {
      await started?.terminate();
    },
  };
}
