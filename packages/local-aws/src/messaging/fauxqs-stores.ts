import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Collection, Store } from '../store';

export const loadFauxqs = () => import('fauxqs');
type BuildApp = Awaited<ReturnType<typeof loadFauxqs>>['buildApp'];

/** In-memory stores behind fauxqs' three APIs. */
export type FauxqsStores = NonNullable<NonNullable<Parameters<BuildApp>[0]>['stores']>;
type SqsStore = FauxqsStores['sqsStore'];
type S3Store = FauxqsStores['s3Store'];
export type Queue = ReturnType<SqsStore['createQueue']>;
export type QueueMessage = Parameters<Queue['enqueue']>[0];
type S3Object = ReturnType<S3Store['putObject']>;

interface KeptMessage {
  queueArn: string;
  message: QueueMessage;
  /** Position of the message in reading order, preserved across restarts. */
  order: number;
}

interface KeptObject {
  bucket: string;
  key: string;
  /** Content of the object in base64. */
  body: string;
  contentType: string;
  metadata: Record<string, string>;
  etag: string;
  lastModified: string;
}

/** Store classes of fauxqs. Each fauxqs file exports one class. */
export type StoreClasses = Partial<{ [Name in keyof FauxqsStores as Capitalize<Name>]: new () => FauxqsStores[Name] }>;

/**
 * Creates the stores. Their classes are not part of fauxqs' public API, so package.json pins fauxqs to version 1.9.2.
 * @param loadFile loads a fauxqs file; tests pass a function that uses require, because Jest does not support import()
 */
export async function createStores(
  loadFile: (path: string) => Promise<StoreClasses> = (path) => import(pathToFileURL(path).href),
): Promise<FauxqsStores> {
  const folders = (require.resolve.paths('fauxqs') ?? []).map((path) => join(path, 'fauxqs', 'dist'));
  const folder = folders.find((path) => existsSync(path));
  if (folder === undefined) throw new Error('the package fauxqs is not installed; run npm ci');
  const load = async (file: string): Promise<StoreClasses> => {
    const path = join(folder, file);
    return existsSync(path) ? loadFile(path) : {};
  };
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    load('sqs/sqsStore.js'),
    load('sns/snsStore.js'),
    load('s3/s3Store.js'),
  ]);
  if (SqsStore === undefined || SnsStore === undefined || S3Store === undefined)
    throw new Error(
      `this version of fauxqs has its stores in different files in ${folder}; update messaging/fauxqs-stores.ts`,
    );
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
}

/** Queue with methods for pollers and gauges, because fauxqs itself serves only SQS requests. */
export interface StoredQueue {
  readonly name: string;
  readonly isFifo: boolean;
  /** Visibility timeout in seconds; SetQueueAttributes can change it. */
  visibilitySeconds(): number;
  /**
   * Receives messages, which stay in flight until they are deleted or released. Moves messages that were received too
   * often to the dead-letter queue.
   * @param most maximum number of messages, up to 10 as in a ReceiveMessage call
   */
  receive(most: number): { message: QueueMessage; receiptHandle: string }[];
  delete(receiptHandle: string): void;
  /** Makes a message visible again. */
  release(receiptHandle: string): void;
  messages(): Record<'ready' | 'delayed' | 'inFlight', QueueMessage[]>;
  /** Returns the next message that can be received, or undefined if all messages are delayed or in flight. */
  firstReady(): QueueMessage | undefined;
  /** Moves the next message that can be received to another queue, as a new message with its own ID and receive count. */
  moveFirst(destination: StoredQueue): void;
  /** Adds a message that was moved from another queue. */
  add(message: QueueMessage): void;
  /** Removes attributes that SetQueueAttributes set to an empty string. */
  removeEmptyAttributes(): void;
  /** ARN of the queue's dead-letter queue. */
  deadLetterTarget(): string | undefined;
}

const RedrivePolicy = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('the policy is not valid JSON');
      return undefined;
    }
  })
  .pipe(z.object({ deadLetterTargetArn: z.string() }));

const storedQueue = (sqsStore: SqsStore, queue: Queue): StoredQueue => ({
  name: queue.name,
  isFifo: queue.isFifo(),
  visibilitySeconds: () => Number(queue.attributes['VisibilityTimeout']),
  receive(most) {
    // the visibility timeout is infinite, because fauxqs would measure it in real time, whereas pollers release their
    // messages themselves, on the platform's clock
    const received = queue.dequeue(most, Number.POSITIVE_INFINITY, (arn) => sqsStore.getQueueByArn(arn));
    return received.flatMap(({ ReceiptHandle: receiptHandle }) => {
      const message = queue.inflightMessages.get(receiptHandle)?.message;
      return message === undefined ? [] : [{ message, receiptHandle }];
    });
  },
  delete: (receiptHandle) => void queue.deleteMessage(receiptHandle),
  release: (receiptHandle) => queue.changeVisibility(receiptHandle, 0),
  messages() {
    // otherwise fauxqs makes messages visible again only when the queue is next read
    queue.processTimers();
    const { ready, delayed, inflight } = queue.inspectMessages();
    return { ready, delayed, inFlight: inflight.map(({ message }) => message) };
  },
  firstReady() {
    queue.processTimers();
    if (!queue.isFifo()) return queue.messages[0];
    for (const [group, [first]] of queue.fifoMessages)
      if (first !== undefined && !queue.fifoLockedGroups.has(group)) return first;
    return undefined;
  },
  moveFirst(destination) {
    // without a resolver, the message does not move to the dead-letter queue of this queue
    const [received] = queue.dequeue(1, Number.POSITIVE_INFINITY);
    const message = received && queue.inflightMessages.get(received.ReceiptHandle)?.message;
    if (received === undefined || message === undefined) return;
    destination.add(message);
    queue.deleteMessage(received.ReceiptHandle);
  },
  add({ body, md5OfBody, messageAttributes, md5OfMessageAttributes, messageGroupId, messageDeduplicationId }) {
    queue.enqueue({
      messageId: randomUUID(),
      body,
      md5OfBody,
      messageAttributes,
      md5OfMessageAttributes,
      sentTimestamp: 0,
      approximateReceiveCount: 0,
      ...(messageGroupId !== undefined && { messageGroupId }),
      ...(messageDeduplicationId !== undefined && { messageDeduplicationId }),
      ...(queue.isFifo() && { sequenceNumber: queue.nextSequenceNumber() }),
    });
  },
  removeEmptyAttributes() {
    for (const [name, value] of Object.entries(queue.attributes)) if (value === '') delete queue.attributes[name];
  },
  deadLetterTarget() {
    return RedrivePolicy.safeParse(queue.attributes['RedrivePolicy']).data?.deadLetterTargetArn;
  },
});

export function findQueue(sqsStore: SqsStore, queueArn: string): StoredQueue | undefined {
  const queue = sqsStore.getQueueByArn(queueArn);
  return queue && storedQueue(sqsStore, queue);
}

export const listQueues = (sqsStore: SqsStore): StoredQueue[] =>
  sqsStore.listQueues().map((queue) => storedQueue(sqsStore, queue));

/** Returns every object whose key starts with the prefix, in key order. */
export const listObjects = (s3Store: S3Store, bucket: string, prefix: string): S3Object[] =>
  s3Store.listObjects(bucket, { prefix, maxKeys: Number.MAX_SAFE_INTEGER }).objects;

interface QueueHooks {
  /** Called before a message is sent or moved to the queue. */
  beforeEnqueue?(message: QueueMessage): void;
  afterEnqueue?(): void;
  afterReceive?(message: QueueMessage): void;
  /** Called after a message in flight has been deleted. */
  afterDelete?(message: QueueMessage): void;
  afterPurge?(): void;
}

/** Calls a function with each queue that is created later, before the queue has messages. */
export function wrapQueues(sqsStore: SqsStore, wrap: (queue: Queue) => void): void {
  const { createQueue } = sqsStore;
  sqsStore.createQueue = (...given) => {
    const queue = createQueue.apply(sqsStore, given);
    wrap(queue);
    return queue;
  };
}

/** Adds hooks to each queue that is created later. `hooksOf` is called with a queue before the hooks are added to it. */
export function hookQueues(sqsStore: SqsStore, hooksOf: (queue: Queue) => QueueHooks): void {
  wrapQueues(sqsStore, (queue) => {
    const hooks = hooksOf(queue);
    const { enqueue, dequeue, deleteMessage, purge } = queue;
    const inFlight = (receiptHandle: string) => queue.inflightMessages.get(receiptHandle)?.message;
    queue.enqueue = (message) => {
      hooks.beforeEnqueue?.(message);
      enqueue.call(queue, message);
      hooks.afterEnqueue?.();
    };
    queue.dequeue = (...options) => {
      const received = dequeue.apply(queue, options);
      for (const { ReceiptHandle } of received) {
        const message = inFlight(ReceiptHandle);
        if (message !== undefined) hooks.afterReceive?.(message);
      }
      return received;
    };
    queue.deleteMessage = (receiptHandle) => {
      const message = inFlight(receiptHandle);
      const deleted = deleteMessage.call(queue, receiptHandle);
      if (message !== undefined) hooks.afterDelete?.(message);
      return deleted;
    };
    queue.purge = () => {
      purge.call(queue);
      hooks.afterPurge?.();
    };
  });
}

type SnsStore = FauxqsStores['snsStore'];
type Subscription = NonNullable<ReturnType<SnsStore['getSubscription']>>;

/**
 * Decides which subscriptions receive a message, in place of fauxqs' filter policies.
 * @param decide returns whether a message is delivered to a subscription or filtered, or `unchanged` for other calls
 */
export function hookSubscriptions(
  snsStore: SnsStore,
  decide: (subscription: Subscription) => 'delivered' | 'filtered' | 'unchanged',
): void {
  const { getSubscription } = snsStore;
  snsStore.getSubscription = (arn) => {
    const found = getSubscription.call(snsStore, arn);
    if (found === undefined) return undefined;
    const decision = decide(found);
    if (decision === 'filtered') return undefined;
    const { FilterPolicy: _, ...attributes } = found.attributes;
    return decision === 'unchanged' ? found : { ...found, attributes };
  };
}

/** Removes a subscription's filter policy if SetSubscriptionAttributes set it to an empty string. */
export function removeEmptyFilterPolicy(snsStore: SnsStore, subscriptionArn: string): void {
  const attributes = snsStore.getSubscription(subscriptionArn)?.attributes;
  if (attributes?.['FilterPolicy'] !== '') return;
  delete attributes['FilterPolicy'];
  delete attributes['FilterPolicyScope'];
}

/**
 * Persists the messages in queues and the objects in buckets, and restores them when their queue or bucket is created.
 */
export function keepStores({ sqsStore, s3Store }: FauxqsStores, store: Store): void {
  keepMessages(sqsStore, store.collection('queue-messages'));
  keepObjects(s3Store, store.collection('bucket-objects'));
}

/** Persists messages under their IDs. A message keeps its ID when it moves to another queue, so its entry is replaced. */
function keepMessages(sqsStore: SqsStore, kept: Collection<KeptMessage>): void {
  const left = new Map<string, KeptMessage[]>();
  let order = 1;
  for (const [, entry] of [...kept.entries()].sort(([, a], [, b]) => a.order - b.order)) {
    const entries = left.get(entry.queueArn) ?? [];
    left.set(entry.queueArn, entries);
    entries.push(entry);
    order = entry.order + 1;
  }

  hookQueues(sqsStore, (queue) => {
    for (const { message } of left.get(queue.arn) ?? []) {
      queue.sequenceCounter = Math.max(queue.sequenceCounter, Number(message.sequenceNumber ?? 0));
      queue.enqueue(message);
    }
    // restore messages only once, so that a queue that is deleted and created again is empty
    left.delete(queue.arn);
    return {
      beforeEnqueue(message) {
        kept.set(message.messageId, { queueArn: queue.arn, message, order });
        order += 1;
      },
      // store the message again, because its receive count determines when it moves to the dead-letter queue
      afterReceive(message) {
        const entry = kept.get(message.messageId);
        if (entry !== undefined) kept.set(message.messageId, { ...entry, message });
      },
      afterDelete: ({ messageId }) => void kept.delete(messageId),
      afterPurge() {
        const own = [...kept.entries()].filter(([, { queueArn }]) => queueArn === queue.arn);
        for (const [messageId] of own) kept.delete(messageId);
      },
    };
  });

  const { deleteQueue } = sqsStore;
  sqsStore.deleteQueue = (url) => {
    sqsStore.getQueue(url)?.purge();
    return deleteQueue.call(sqsStore, url);
  };
}

function keepObjects(s3Store: S3Store, kept: Collection<KeptObject>): void {
  const { createBucket, putObject, completeMultipartUpload, deleteObject } = s3Store;
  const name = (bucket: string, key: string) => `${bucket}/${key}`;
  const keep = (bucket: string, object: S3Object) => {
    const { key, body, contentType, metadata, etag, lastModified } = object;
    const written = { body: body.toString('base64'), lastModified: lastModified.toISOString() };
    kept.set(name(bucket, key), { bucket, key, contentType, metadata, etag, ...written });
    return object;
  };
  s3Store.createBucket = (bucket) => {
    const isNew = !s3Store.hasBucket(bucket);
    createBucket.call(s3Store, bucket);
    if (!isNew) return;
    for (const [, object] of [...kept.entries()].filter(([, own]) => own.bucket === bucket)) {
      const { key, contentType, metadata, etag } = object;
      const put = putObject.call(s3Store, bucket, key, Buffer.from(object.body, 'base64'), contentType, metadata);
      Object.assign(put, { etag, lastModified: new Date(object.lastModified) });
    }
  };
  s3Store.putObject = (bucket, ...given) => keep(bucket, putObject.call(s3Store, bucket, ...given));
  s3Store.completeMultipartUpload = (uploadId, parts) => {
    const object = completeMultipartUpload.call(s3Store, uploadId, parts);
    const bucket = s3Store.listBuckets().find((one) => listObjects(s3Store, one.name, object.key).includes(object));
    return bucket === undefined ? object : keep(bucket.name, object);
  };
  s3Store.deleteObject = (bucket, key) => {
    deleteObject.call(s3Store, bucket, key);
    kept.delete(name(bucket, key));
  };
}
