import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import type { Store } from '../store';
import { followDeadLetters } from './dead-letter-source';
import { createStores, findQueue, keepStores, listObjects, listQueues, loadFauxqs } from './fauxqs-stores';
import { receiveGroupsInOrder } from './fifo-groups';
import { createMessageBodies } from './message-bodies';
import { messageMoves } from './message-moves';
import { followQueues } from './queue-activity';
import { gaugesOf, type QueueGauges } from './queue-gauges';
import { type QueueReader, queueReader } from './queue-reader';
import { createRequestMetrics, type MeasuredRequests } from './request-metrics';
import { checkObjectName, type FauxqsCall, fitForFauxqs, s3Api } from './s3';
import { hookObjectWrites } from './s3-object-writes';
import { checkStorageClass, standard } from './s3-storage-classes';
import { storageClassHeader } from './s3-system-metadata';
import { createSns } from './sns-api';
import { createDeliveries } from './sns-deliveries';
import { sqsApi } from './sqs-api';

/** Subscription of a queue to a topic. */
export interface QueueSubscription {
  topicArn: string;
  queueArn: string;
  /** Whether the queue receives the message without SNS's envelope. */
  raw: boolean;
  /** Filter policy that selects messages; its scope is message attributes by default. */
  filter?: { policy: string; scope?: 'MessageAttributes' | 'MessageBody' | undefined } | undefined;
}

/** SQS, SNS and S3, which fauxqs emulates in process, without a port. */
export interface Messaging {
  sqs: ServiceApi;
  sns: ServiceApi;
  s3: ServiceApi;
  /** Creates a queue. @param queue.isUpdate whether the queue exists and its attributes change */
  createQueue(queue: {
    name: string;
    attributes: Record<string, string>;
    isUpdate?: boolean | undefined;
  }): Promise<{ url: string; arn: string }>;
  createTopic(name: string): Promise<{ arn: string }>;
  tagQueue(queueArn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  tagTopic(topicArn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Subscribes a queue to a topic.
   * @returns the subscription's ARN
   */
  subscribeQueue(subscription: QueueSubscription): Promise<string>;
  createBucket(name: string): Promise<void>;
  /**
   * Sends a message to a queue.
   * @param cause ID of the event that caused the message
   * @param attributes message attributes, all of which are strings
   * @throws Error if the queue does not exist
   */
  send(
    queueUrl: string,
    body: string,
    cause?: number | undefined,
    attributes?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /**
   * Publishes a message.
   * @param options if `perProtocol` is set, the message is an object with a separate text for each protocol; `cause` is the
   * ID of the event that caused the message
   * @throws Error if the topic does not exist
   */
  publish(
    topicArn: string,
    message: string,
    options?: { perProtocol?: boolean; cause?: number | undefined },
  ): Promise<void>;
  putObject(object: {
    bucket: string;
    key: string;
    body: Uint8Array;
    contentType?: string;
    storageClass?: string | undefined;
  }): Promise<void>;
  /** Returns the bytes of an object, or undefined if it does not exist. */
  object(bucket: string, key: string): Uint8Array | undefined;
  /** Returns every object whose key starts with the prefix, in key order. */
  objects(bucket: string, prefix: string): { key: string; body: Uint8Array }[];
  /** Starts counting the requests to a bucket, or to a prefix in the bucket. */
  measureRequests(requests: MeasuredRequests): void;
  /** Returns each queue's current gauges. */
  gauges(): QueueGauges[];
  urlOf(queueArn: string): string;
  /** Returns a reader for a poller, or undefined if the queue does not exist. */
  queue(queueArn: string): QueueReader | undefined;
  close(): Promise<void>;
}

interface FauxqsOptions {
  region: string;
  store: Store;
  clock: Clock;
  /** Function that increments a metric for SNS deliveries, SQS messages or S3 requests, given the metric's Datadog name. */
  count: (metric: string, tags: Record<string, string>) => void;
  /** Returns whether a queue's policy allows a topic to deliver to the queue. */
  mayDeliver: (topicArn: string, queueArn: string) => boolean;
}

async function startFauxqs({ region, store, clock, count, mayDeliver }: FauxqsOptions) {
  const { buildApp } = await loadFauxqs();
  const stores = await createStores();
  const runWrite = hookObjectWrites(stores.s3Store);
  if (store.lasting) keepStores(stores, store);
  receiveGroupsInOrder(stores.sqsStore);
  followDeadLetters(stores.sqsStore);
  const activity = followQueues(stores.sqsStore, { clock, count });
  const deliveries = createDeliveries(stores, {
    clock,
    mayDeliver,
    onDenied: (topicArn) =>
      count('aws.sns.number_of_notifications_failed', { topicname: topicArn.split(':').at(-1) ?? '' }),
  });
  const bodies = createMessageBodies(stores.sqsStore);
  const app = buildApp({ logger: false, defaultRegion: region, host: 'localhost', stores });
  await app.ready();
  const call: FauxqsCall = async ({ method, path, headers, body }) => {
    const answer = await app.inject({
      method: httpMethod(method),
      url: path,
      headers,
      ...(body.byteLength > 0 ? { payload: Buffer.from(body) } : {}),
    });
    const answered: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) answered[name] = String(value);
    return { status: answer.statusCode, headers: answered, body: answer.rawPayload };
  };
  return {
    call,
    stores,
    runWrite,
    activity,
    deliveries,
    bodies,
    close: async () => {
      await app.close();
    },
  };
}

function httpMethod(method: string): 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' {
  if (method === 'GET' || method === 'PUT' || method === 'POST' || method === 'DELETE' || method === 'HEAD')
    return method;
  throw new Error(`unsupported method for SQS, SNS or S3: ${method}`);
}

function field(answer: AwsResponse, pattern: RegExp, what: string): string {
  const text = Buffer.from(answer.body).toString('utf8');
  const found = pattern.exec(text)?.[1];
  if (answer.status >= 300 || found === undefined) throw new Error(`${what} failed: ${text.slice(0, 200)}`);
  return found;
}

interface MessagingOptions extends FauxqsOptions {
  account: string;
  /** Returns the gateway's address. Queue URLs contain this address, so that SDKs on this machine can call them. */
  endpoint: () => string;
  bus: EventBus;
  authorizer: Authorizer;
}

export async function startMessaging(options: MessagingOptions): Promise<Messaging> {
  const { call, stores, runWrite, activity, deliveries, bodies, close } = await startFauxqs(options);
  const urlInside = `http://sqs.${options.region}.localhost:80`;
  const sqsCall = (operation: string, input: object) =>
    call({
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    });
  const snsCall = (parameters: Readonly<Record<string, string>>) =>
    call({
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams(parameters).toString()),
    });

  const { api: sns, publish } = createSns({
    ...options,
    snsCall,
    call,
    snsStore: stores.snsStore,
    activity,
    deliveries,
    policies: options.authorizer.resourcePolicies,
  });

  const requests = createRequestMetrics(options.count);
  const s3 = s3Api({ call, requests, s3Store: stores.s3Store, runWrite, region: options.region });

  const arnOf = (queueName: string) => `arn:aws:sqs:${options.region}:${options.account}:${queueName}`;
  const findStored = (arn: string) => findQueue(stores.sqsStore, arn);
  const moves = messageMoves({
    ...options,
    causedBy: activity.causedBy,
    findQueue: findStored,
    isDeadLetterQueue: (arn) => listQueues(stores.sqsStore).some((queue) => queue.deadLetterTarget() === arn),
  });
  // replace queue URLs, because fauxqs builds them from a host name that not every machine resolves
  const outside = (text: string) => text.replaceAll(urlInside, options.endpoint());
  const sqsCalls = sqsApi({
    call,
    findQueue: findStored,
    arnOf,
    insideUrl: (url) => url.replace(/^https?:\/\/[^/]+/, urlInside),
    outsideUrls: outside,
    bodies,
    moves,
    policies: options.authorizer.resourcePolicies,
  });
  const sqs = serviceApi(sqsCalls.operations, (request) => activity.causedBy(request.cause, () => sqsCalls(request)));

  return {
    sqs,
    sns,
    s3,
    close,
    async createQueue({ name, attributes, isUpdate = false }) {
      if (isUpdate) {
        const { FifoQueue: _, ...changeable } = attributes;
        const url = `${urlInside}/${options.account}/${name}`;
        const updated = await sqsCall('SetQueueAttributes', { QueueUrl: url, Attributes: changeable });
        if (updated.status >= 300)
          throw new Error(`updating queue ${name} failed: ${Buffer.from(updated.body).toString('utf8')}`);
        return { url: outside(url), arn: arnOf(name) };
      }
      const answer = await sqsCall('CreateQueue', { QueueName: name, Attributes: attributes });
      return {
        url: outside(field(answer, /"QueueUrl":"([^"]+)"/, `creating queue ${name}`)),
        arn: arnOf(name),
      };
    },
    async createTopic(name) {
      const answer = await snsCall({ Action: 'CreateTopic', Name: name });
      return { arn: field(answer, /<TopicArn>([^<]+)</, `creating topic ${name}`) };
    },
    async tagQueue(queueArn, tags) {
      const url = `${urlInside}/${options.account}/${queueArn.split(':').at(-1)}`;
      const answer = await sqsCall('TagQueue', { QueueUrl: url, Tags: tags });
      if (answer.status >= 300)
        throw new Error(`tagging ${queueArn} failed: ${Buffer.from(answer.body).toString('utf8')}`);
    },
    async tagTopic(topicArn, tags) {
      const members = Object.entries(tags).flatMap(([key, value], index) => [
        [`Tags.member.${index + 1}.Key`, key],
        [`Tags.member.${index + 1}.Value`, value],
      ]);
      const answer = await snsCall({
        Action: 'TagResource',
        ResourceArn: topicArn,
        ...Object.fromEntries(members),
      });
      if (answer.status >= 300)
        throw new Error(`tagging ${topicArn} failed: ${Buffer.from(answer.body).toString('utf8')}`);
    },
    async subscribeQueue({ topicArn, queueArn, raw, filter }) {
      const attributes = {
        RawMessageDelivery: String(raw),
        ...(filter && { FilterPolicy: filter.policy }),
        ...(filter?.scope !== undefined && { FilterPolicyScope: filter.scope }),
      };
      const answer = await snsCall({
        Action: 'Subscribe',
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        ReturnSubscriptionArn: 'true',
        ...Object.fromEntries(
          Object.entries(attributes).flatMap(([key, value], index) => [
            [`Attributes.entry.${index + 1}.key`, key],
            [`Attributes.entry.${index + 1}.value`, value],
          ]),
        ),
      });
      return field(answer, /<SubscriptionArn>([^<]+)</, `subscribing ${queueArn}`);
    },
    async createBucket(name) {
      const answer = await call({ method: 'PUT', path: `/${name}`, headers: {}, body: new Uint8Array() });
      if (answer.status >= 300)
        throw new Error(`creating bucket ${name} failed: ${Buffer.from(answer.body).toString('utf8')}`);
    },
    async send(queueUrl, body, cause, attributes = {}) {
      const input = {
        QueueUrl: queueUrl.replace(options.endpoint(), urlInside),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
        ),
      };
      const answer = await activity.causedBy(cause, () => sqsCall('SendMessage', input));
      field(answer, /"MessageId":"([^"]+)"/, `sending to ${queueUrl}`);
    },
    async publish(topicArn, message, { perProtocol = false, cause } = {}) {
      const structure = perProtocol ? { MessageStructure: 'json' } : {};
      const published = { Action: 'Publish', TopicArn: topicArn, Message: message, ...structure };
      const answer = await publish(published, cause);
      field(answer, /<MessageId>([^<]+)</, `publishing to ${topicArn}`);
    },
    async putObject({ bucket, key, body, contentType = 'application/octet-stream', storageClass = standard }) {
      checkObjectName(bucket, key);
      checkStorageClass(storageClass);
      const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const headers = { 'content-type': contentType, [storageClassHeader]: storageClass };
      const answer = await call(fitForFauxqs({ method: 'PUT', path, headers, body }));
      requests.record({ operation: { name: 'PutObject' }, bucket, key, status: answer.status });
      if (answer.status >= 300)
        throw new Error(`writing ${bucket}/${key} failed: ${Buffer.from(answer.body).toString('utf8')}`);
    },
    object(bucket, key) {
      if (!stores.s3Store.hasBucket(bucket)) return undefined;
      return listObjects(stores.s3Store, bucket, key).find((object) => object.key === key)?.body;
    },
    objects: (bucket, prefix) => listObjects(stores.s3Store, bucket, prefix),
    measureRequests: requests.measure,
    gauges: () => gaugesOf(listQueues(stores.sqsStore), { now: options.clock.now(), causeOf: activity.causeOf }),
    urlOf: (queueArn) => `${options.endpoint()}/${options.account}/${queueArn.split(':').at(-1)}`,
    queue: (queueArn) => queueReader(stores.sqsStore, activity, queueArn),
  };
}
