import type { Authorizer } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { functionRole } from '../iam/principal';
import type { QueueReader } from '../messaging/queue-reader';
import type { Lambda } from './lambda-service';
import { type BufferedMessage, createMessageBuffer } from './message-buffer';
import type { QueueFilter } from './queue-filter';
import { reportedFailures } from './queue-item-failures';
import { recordOf } from './queue-records';

/** Event source mapping from a queue, as Terraform declares it. */
export interface QueueMapping {
  queueArn: string;
  functionArn: string;
  role: string;
  batchSize: number;
  /** Maximum time in seconds that Lambda waits for a batch to fill. */
  batchingWindowSeconds: number;
  reportsItemFailures: boolean;
  /** Number of batches that are processed in parallel. */
  maximumConcurrency: number;
  /** Filter for messages. Messages that do not match are deleted. */
  matches: QueueFilter;
}

export interface QueueMappingOptions {
  clock: Clock;
  bus: EventBus;
  lambda: Pick<Lambda, 'invoke'>;
  authorizer: Authorizer;
  region: string;
}

/** Permissions that the function's role requires. Source: Lambda developer guide, "with-sqs". */
const reading = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Polling interval, for delayed messages and messages that another receiver has released. */
const pollMilliseconds = 1_000;

const lastPart = (arn: string) => arn.split(':').at(-1) ?? arn;

/**
 * Reads a queue and invokes a function with batches of messages. Processed messages are deleted; other messages become
 * visible again after the visibility timeout on the platform's clock, but not while the function is running. Source:
 * Lambda developer guide, "with-sqs", "services-sqs-errorhandling".
 * @returns a function that stops reading
 */
export function startQueueMapping(mapping: QueueMapping, queue: QueueReader, options: QueueMappingOptions): Cancel {
  const { clock, bus, lambda, authorizer } = options;
  const functionName = lastPart(mapping.functionArn);
  const queueName = lastPart(mapping.queueArn);
  const buffer = createMessageBuffer({
    batchSize: mapping.batchSize,
    windowMilliseconds: mapping.batchingWindowSeconds * 1000,
  });
  let running = 0;
  let isStopped = false;
  let isWoken = false;
  let lastNote: string | undefined;
  let stopWaiting: Cancel | undefined;
  let stopPolling: Cancel | undefined;

  /** Reports why messages are not processed, each time the reason changes. */
  const report = (text: string | undefined) => {
    if (text !== undefined && text !== lastNote)
      bus.emit({ kind: 'note', failed: true, about: { type: 'aws_lambda_function', name: functionName }, text });
    lastNote = text;
  };

  const mayRead = (): boolean => {
    const principal = functionRole(mapping.role, functionName);
    for (const action of reading) {
      const decision = authorizer.authorize({ principal, action, resource: mapping.queueArn });
      if (decision.allowed) continue;
      report(`${functionName} does not read ${queueName}: ${decision.reason}`);
      return false;
    }
    return true;
  };

  /** Fills the buffer with messages that match the filter. */
  const receive = () => {
    if (buffer.room() === 0 || !mayRead()) return;
    const receivedAt = clock.now();
    const source = { queueArn: mapping.queueArn, region: options.region };
    let deleted = 0;
    for (let messages = queue.receive(buffer.room()); messages.length > 0; messages = queue.receive(buffer.room()))
      for (const message of messages) {
        if (mapping.matches(message.body)) buffer.add({ ...message, receivedAt, record: recordOf(message, source) });
        else {
          queue.delete(message);
          deleted += 1;
        }
      }
    if (deleted === 0) return;
    const count = `${deleted} ${deleted === 1 ? 'message' : 'messages'}`;
    bus.emit({
      kind: 'note',
      text: `deleted ${count} from queue ${queueName}: they match no filter of function ${functionName}`,
    });
  };

  const releaseLater = (message: BufferedMessage) => {
    const visibleAt = message.receivedAt + queue.visibilitySeconds() * 1000;
    clock.after(Math.max(0, visibleAt - clock.now()), () => {
      queue.release(message);
      wake();
    });
  };

  const invoke = async (batch: readonly BufferedMessage[]): Promise<readonly BufferedMessage[]> => {
    const id = bus.begin(undefined);
    const principal = { kind: 'service', service: 'lambda.amazonaws.com', sourceArn: mapping.queueArn } as const;
    const event = { Records: batch.map(({ record }) => record) };
    const failed = await lambda
      .invoke({ functionArn: mapping.functionArn, event, principal, cause: id })
      .then(({ outcome }) => {
        report(undefined);
        if (outcome.status !== 'success') return batch;
        return mapping.reportsItemFailures ? reportedFailures(outcome.result, batch) : [];
      })
      .catch((error: unknown) => {
        report(`${functionName} was not invoked: ${error instanceof Error ? error.message : String(error)}`);
        return batch;
      });
    const next = failed.length === 0 ? undefined : `visible again in ${queue.visibilitySeconds()} s`;
    const counts = { records: batch.length, failed: failed.length };
    const links = [...new Set(batch.flatMap(({ cause }) => cause ?? []))];
    bus.emit({ kind: 'batch', stream: queueName, function: functionName, ...counts, next }, undefined, id, { links });
    return failed;
  };

  const process = async (batch: readonly BufferedMessage[]): Promise<void> => {
    running += 1;
    const failed = new Set(await invoke(batch));
    running -= 1;
    for (const message of batch) {
      if (failed.has(message)) releaseLater(message);
      else queue.delete(message);
    }
    wake();
  };

  const read = () => {
    while (!isStopped && running < mapping.maximumConcurrency) {
      receive();
      const dueIn = buffer.dueIn(clock.now());
      if (dueIn === undefined) return;
      if (dueIn > 0) {
        stopWaiting?.();
        stopWaiting = clock.after(dueIn, read);
        return;
      }
      void process(buffer.take());
    }
  };

  // defer the wake-up, because the messages of a SendMessageBatch call arrive one by one
  const wake = () => {
    if (isWoken) return;
    isWoken = true;
    clock.after(0, () => {
      isWoken = false;
      read();
    });
  };
  const poll = () => {
    stopPolling = clock.real.after(pollMilliseconds, () => {
      wake();
      poll();
    });
  };

  queue.onArrival(wake);
  wake();
  poll();
  return () => {
    isStopped = true;
    stopWaiting?.();
    stopPolling?.();
  };
}
