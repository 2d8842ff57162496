import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { AwsError } from '../gateway/request';
import { workerFile } from '../worker-file';

export interface DynamoCall {
  id: number;
  operation: string;
  body: string;
}

export interface DynamoAnswer {
  id: number;
  status: number;
  crc32: string;
  body: string;
}

const ErrorBody = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() });

const readError = (body: string) => ErrorBody.parse(JSON.parse(body));
const codeOf = (error: z.infer<typeof ErrorBody>) => error.__type.split('#').at(-1) ?? 'InternalFailure';

/** Which error an answer is: empty where it is none. */
export const errorCode = ({ status, body }: DynamoAnswer): string => (status < 300 ? '' : codeOf(readError(body)));

/** The error of an answer that is one. */
export function errorIn({ status, body }: DynamoAnswer): AwsError {
  const error = readError(body);
  return new AwsError(codeOf(error), error.message ?? error.Message ?? '', status);
}

/** DynamoDB's own words where a table has no capacity left. */
export function throttledAnswer(): DynamoAnswer {
  const body = JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message:
      'The level of configured provisioned throughput for the table was exceeded. ' +
      'Consider increasing your provisioning level with the UpdateTable API.',
  });
  return { id: 0, status: 400, crc32: String(crc32(body)), body };
}

/** dynalite in a thread of its own. @param path the folder of its tables; undefined keeps them in memory */
export function startWorker(path: string | undefined) {
  const worker = new Worker(workerFile('dynamodb-worker'), { workerData: { path } });
  const waiting = new Map<number, (answer: DynamoAnswer) => void>();
  let count = 0;
  worker.on('message', (answer: DynamoAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  return {
    call: (operation: string, body: Uint8Array) =>
      new Promise<DynamoAnswer>((resolve) => {
        // as text: of bytes, the whole buffer in which they stand would be copied
        const call: DynamoCall = { id: ++count, operation, body: Buffer.from(body).toString('utf8') };
        waiting.set(call.id, resolve);
        worker.postMessage(call);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}
