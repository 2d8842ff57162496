import { z } from 'zod';
import type { Authorizer } from '../authorize';
import type { HeldMessage, QueueReader } from '../messaging/queue-reader';
import { stopped } from '../stopped-platform.fixture';
import { fakeLambda } from './fake-lambda.fixture';
import { type QueueMapping, type QueueMappingOptions, startQueueMapping } from './queue-mapping';

export const region = 'eu-west-1';
export const queueArn = `arn:aws:sqs:${region}:000000000000:jobs`;

const Records = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
export const messageIdOf = (event: unknown, body: string) =>
  Records.parse(event).Records.find((record) => record.body === body)?.messageId ?? 'none';

export const messageOf = (body: string, more: Partial<HeldMessage> = {}): HeldMessage => ({
  messageId: `id of ${body.slice(0, 20)}`,
  receiptHandle: `handle of ${body.slice(0, 20)}`,
  body,
  md5OfBody: '',
  md5OfMessageAttributes: undefined,
  attributes: {},
  messageAttributes: {},
  ...more,
});

/** Creates a queue in memory with a visibility timeout of 30 s. */
function handmadeQueue() {
  const visible: HeldMessage[] = [];
  const held = new Set<HeldMessage>();
  const listeners: (() => void)[] = [];
  const reader: QueueReader = {
    isFifo: false,
    visibilitySeconds: () => 30,
    receive(most) {
      const received = visible.splice(0, most).map((message) => ({ ...message }));
      for (const message of received) held.add(message);
      return received;
    },
    delete(message) {
      for (const one of held) if (one.receiptHandle === message.receiptHandle) held.delete(one);
    },
    release(message) {
      reader.delete(message);
      visible.push(message);
    },
    onArrival: (listener) => void listeners.push(listener),
  };
  const send = (...messages: (string | HeldMessage)[]) => {
    for (const message of messages) {
      visible.push(typeof message === 'string' ? messageOf(message) : message);
      for (const listener of listeners) listener();
    }
  };
  return {
    reader,
    /** Returns the numbers of visible messages and of messages in flight. */
    counts: () => ({ waiting: visible.length, inFlight: held.size }),
    /** Adds messages without notifying the mapping, as happens when a message's delay expires. */
    appear: (...bodies: string[]) => void visible.push(...bodies.map((body) => messageOf(body))),
    send,
    /** Sends messages that an event caused. */
    sendFrom: (cause: number, ...bodies: string[]) => send(...bodies.map((body) => messageOf(body, { cause }))),
  };
}

/**
 * Creates a queue, and a mapping that passes its messages to a function. `begin` starts the mapping;
 * `poll` fires the polling timer.
 */
export function polling(
  changes: Partial<QueueMapping>,
  handler: (bodies: string[], event: unknown) => unknown,
  own: { authorizer?: Authorizer } = {},
) {
  const parts = { ...stopped(), ...own };
  const queue = handmadeQueue();
  const polls: (() => void)[] = [];
  const after = (_milliseconds: number, run: () => void) => {
    polls.push(run);
    return () => void polls.splice(0);
  };
  const { advance, now } = parts.clock;
  const clock = { advance, now, after: parts.clock.after, speed: 0, setSpeed() {}, real: { now, after } };
  const batches: string[][] = [];
  const { lambda, invoked } = fakeLambda((event) => {
    const bodies = Records.parse(event).Records.map(({ body }) => body);
    batches.push(bodies);
    return handler(bodies, event);
  });
  const mapping: QueueMapping = {
    queueArn,
    functionArn: `arn:aws:lambda:${region}:000000000000:function:worker`,
    role: 'arn:aws:iam::000000000000:role/worker',
    batchSize: 10,
    batchingWindowSeconds: 0,
    reportsItemFailures: false,
    maximumConcurrency: 5,
    matches: () => true,
    ...changes,
  };
  return {
    ...parts,
    ...queue,
    batches,
    invoked,
    begin: (changed: Partial<Pick<QueueMappingOptions, 'lambda'>> = {}) =>
      startQueueMapping(mapping, queue.reader, { ...parts, clock, lambda, region, ...changed }),
    async poll() {
      for (const run of polls.splice(0)) run();
      await advance(0);
    },
  };
}
