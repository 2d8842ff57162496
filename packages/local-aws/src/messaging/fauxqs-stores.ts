import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Collection, Store } from '../store';

export const loadFauxqs = () => import('fauxqs');
type BuildApp = Awaited<ReturnType<typeof loadFauxqs>>['buildApp'];

/** The stores that fauxqs keeps in memory, behind its three APIs. */
export type FauxqsStores = NonNullable<NonNullable<Parameters<BuildApp>[0]>['stores']>;
type Queue = ReturnType<FauxqsStores['sqsStore']['createQueue']>;
type Message = Parameters<Queue['enqueue']>[0];
type S3Object = ReturnType<FauxqsStores['s3Store']['putObject']>;

interface KeptMessage {
  queueArn: string;
  message: Message;
  /** Queues are read in this order, whichever process has filled them. */
  order: number;
}

interface KeptObject {
  bucket: string;
  key: string;
  /** Base64. */
  body: string;
  contentType: string;
  metadata: Record<string, string>;
  etag: string;
  lastModified: string;
}

/**
 * The classes themselves, which fauxqs 1.9.2 does not export: that version is pinned, and a later one that has them
 * elsewhere fails here at once.
 */
export async function emptyStores(): Promise<FauxqsStores> {
  const folders = (require.resolve.paths('fauxqs') ?? []).map((path) => join(path, 'fauxqs', 'dist'));
  const folder = folders.find((path) => existsSync(path));
  if (folder === undefined) throw new Error('the package fauxqs is not installed; run npm ci');
  const load = (path: string) => import(pathToFileURL(join(folder, path)).href);
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    load('sqs/sqsStore.js'),
    load('sns/snsStore.js'),
    load('s3/s3Store.js'),
  ]);
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
}

/** Keeps messages of queues and objects of buckets in the store; both come back with their queue or bucket. */
export function keepStores({ sqsStore, s3Store }: FauxqsStores, store: Store): void {
  keepMessages(sqsStore, store.collection('queue-messages'));
  keepObjects(s3Store, store.collection('bucket-objects'));
}

/** A message has one id wherever it is: moved to another queue it takes its own place there. */
function keepMessages(sqsStore: FauxqsStores['sqsStore'], kept: Collection<KeptMessage>): void {
  const left = [...kept.entries()].map(([, entry]) => entry).sort((a, b) => a.order - b.order);
  let order = (left.at(-1)?.order ?? 0) + 1;

  const follow = (queue: Queue) => {
    const { enqueue, dequeue, deleteMessage, purge } = queue;
    queue.enqueue = (message) => {
      kept.set(message.messageId, { queueArn: queue.arn, message, order });
      order += 1;
      enqueue.call(queue, message);
    };
    queue.dequeue = (...given) => {
      const received = dequeue.apply(queue, given);
      // how often it was received decides when it goes to the dead letters
      for (const { MessageId } of received) {
        const entry = kept.get(MessageId);
        if (entry !== undefined) kept.set(MessageId, entry);
      }
      return received;
    };
    queue.deleteMessage = (receiptHandle) => {
      const held = queue.inflightMessages.get(receiptHandle);
      if (held !== undefined) kept.delete(held.message.messageId);
      return deleteMessage.call(queue, receiptHandle);
    };
    queue.purge = () => {
      const own = [...kept.entries()].filter(([, { queueArn }]) => queueArn === queue.arn);
      for (const [messageId] of own) kept.delete(messageId);
      purge.call(queue);
    };
    for (const { message } of left.filter(({ queueArn }) => queueArn === queue.arn)) {
      queue.sequenceCounter = Math.max(queue.sequenceCounter, Number(message.sequenceNumber ?? 0));
      enqueue.call(queue, message);
    }
  };

  const { createQueue, deleteQueue } = sqsStore;
  sqsStore.createQueue = (...given) => {
    const queue = createQueue.apply(sqsStore, given);
    follow(queue);
    return queue;
  };
  sqsStore.deleteQueue = (url) => {
    sqsStore.getQueue(url)?.purge();
    return deleteQueue.call(sqsStore, url);
  };
}

function keepObjects(s3Store: FauxqsStores['s3Store'], kept: Collection<KeptObject>): void {
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
    const bucket = s3Store.listBuckets().find((one) => s3Store.listObjects(one.name).objects.includes(object));
    return bucket === undefined ? object : keep(bucket.name, object);
  };
  s3Store.deleteObject = (bucket, key) => {
    deleteObject.call(s3Store, bucket, key);
    kept.delete(name(bucket, key));
  };
}
