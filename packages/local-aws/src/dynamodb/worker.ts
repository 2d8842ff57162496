// The thread that runs dynalite. Requests come and go as messages, so that no port is opened beside the gateway's.
import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { type DynamoAnswer, type DynamoCall, failed } from './answers';
import { createDynalite, requestsTo } from './dynalite-internals';
import { withoutNulls } from './nulls';

// in memory without a path; with one in LevelDB, whose writes are with the kernel before dynalite answers
const { path } = z.object({ path: z.string().optional() }).parse(workerData);
const send = requestsTo(createDynalite(path));
const port = parentPort;
if (port === null) throw new Error('the DynamoDB worker runs only as a thread of the platform');

/** Which call is at work, in whatever dynalite does later for its sake. */
const current = new AsyncLocalStorage<number>();

/** Of classic-level: the other codes are of what it was asked. */
const ofStorage: ReadonlySet<unknown> = new Set(['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION']);

// what dynalite did not expect of a call fails that call; a disk that takes nothing fails every one
process.on('uncaughtException', (error) => {
  const id = current.getStore();
  if (id === undefined || ('code' in error && ofStorage.has(error.code))) throw error;
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
