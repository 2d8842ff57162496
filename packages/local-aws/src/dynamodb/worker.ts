// This thread runs dynalite. Requests and responses are messages, so dynalite needs no port.
import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createDynalite, requestsTo } from './dynalite-internals';
import { type DynamoAnswer, type DynamoCall, failed } from './dynamo-answer';
import { createCallOrder } from './exclusive-calls';
import { withoutNulls } from './nulls';
import { runTransactions, transactions } from './transactions';

// dynalite keeps tables in memory if there is no path, and otherwise in LevelDB, which passes writes to the kernel
// before dynalite responds
const { path } = z.object({ path: z.string().optional() }).parse(workerData);
const { server, staged, watch, markExpiry } = createDynalite(path);
const send = requestsTo(server);
const transact = runTransactions(send, staged);
const inOrder = createCallOrder();
const port = parentPort;
if (port === null) throw new Error('the DynamoDB worker runs only as a thread of the platform');

/** Call that started dynalite's asynchronous work. */
const current = new AsyncLocalStorage<{ readonly answer: (answer: DynamoAnswer) => void; readonly id: number }>();

/** Error codes of classic-level for storage failures. All other codes indicate caller errors. */
const storageErrors: ReadonlySet<unknown> = new Set(['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION']);

// an unexpected error in dynalite fails only its call; a storage failure terminates the thread
process.on('uncaughtException', (error) => {
  const call = current.getStore();
  if (call === undefined || ('code' in error && storageErrors.has(error.code))) throw error;
  call.answer(failed(call.id, error));
});

/** Runs a call and sends its response. The promise is fulfilled after the response has been sent. */
const answer = ({ id, operation, body, isExpiry = false }: DynamoCall): Promise<void> =>
  new Promise((resolve) => {
    markExpiry(isExpiry);
    const end = (answered: DynamoAnswer) => {
      // an unexpected error in dynalite ends a transaction before the transaction can discard its writes
      if (transactions.has(operation) && answered.status >= 300) staged.discard();
      const changes = staged.takeChanges();
      port.postMessage(changes.length === 0 ? answered : { ...answered, changes });
      markExpiry(false);
      resolve();
    };
    current.run({ id, answer: end }, () => {
      try {
        if (!transactions.has(operation))
          return send(operation, withoutNulls(body), (answered) => end({ id, ...answered }));
        transact(operation, withoutNulls(body)).then(
          (answered) => end({ id, ...answered }),
          (error) => end(failed(id, error)),
        );
      } catch (error) {
        end(failed(id, error));
      }
    });
  });

/** Returns whether no other call may run during a call. Deletions of expired items are marked, so they run alone. */
const isExclusive = ({ operation, isExpiry }: DynamoCall) => transactions.has(operation) || isExpiry === true;

port.on('message', (call: DynamoCall | { watched: readonly string[] }) => {
  if ('watched' in call) watch(new Set(call.watched));
  else inOrder(isExclusive(call), () => answer(call));
});
