// This thread runs dynalite. Requests and responses are messages, so that dynalite needs no port.
import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createDynalite, requestsTo } from './dynalite-internals';
import { type DynamoAnswer, type DynamoCall, failed } from './dynamo-answer';
import { withoutNulls } from './nulls';

// dynalite keeps tables in memory if there is no path, and otherwise in LevelDB, which passes writes to the kernel
// before dynalite responds
const { path } = z.object({ path: z.string().optional() }).parse(workerData);
const send = requestsTo(createDynalite(path));
const port = parentPort;
if (port === null) throw new Error('the DynamoDB worker runs only as a thread of the platform');

/** ID of the call that started dynalite's asynchronous work. */
const current = new AsyncLocalStorage<number>();

/** Error codes of classic-level for storage failures. All other codes indicate errors of the caller. */
const storageErrors: ReadonlySet<unknown> = new Set(['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION']);

// an unexpected error in dynalite fails only its call; a storage failure terminates the thread
process.on('uncaughtException', (error) => {
  const id = current.getStore();
  if (id === undefined || ('code' in error && storageErrors.has(error.code))) throw error;
  port.postMessage(failed(id, error));
});

const answer = ({ id, operation, body }: DynamoCall): void =>
  send(operation, withoutNulls(body), (answered) => port.postMessage({ id, ...answered } satisfies DynamoAnswer));

port.on('message', (call: DynamoCall) => {
  try {
    current.run(call.id, answer, call);
  } catch (error) {
    port.postMessage(failed(call.id, error));
  }
});
