import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { RolePrincipal } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';
import type { Sequence, Store } from '../store';
import { evaluatePrefix } from './prefix';

/** Stream that delivers to a bucket, as Terraform declares it. */
export interface DeliveryStream {
  name: string;
  arn: string;
  bucket: string;
  /** Prefix of an object's key, which can contain `!{timestamp:…}` and `!{firehose:random-string}`. */
  prefix: string;
  /** Suffix of an object's key: `.json.gz`. */
  extension: string;
  gzip: boolean;
  bufferingSeconds: number;
  bufferingBytes: number;
  role: RolePrincipal;
  /** KMS key for the stream's objects, if it differs from the bucket's key. */
  key: string | undefined;
}

export interface Firehose {
  declare(stream: DeliveryStream): void;
  /**
   * Adds a record to the buffer, which is delivered when it is full or after the buffering interval.
   * @param cause ID of the event that caused the record
   * @throws AwsError ResourceNotFoundException if the stream does not exist
   */
  put(streamName: string, data: Uint8Array, cause?: number | undefined): { recordId: string };
  stream(name: string): DeliveryStream;
  streams(): DeliveryStream[];
}

/** Base64-encoded record that is waiting for delivery, with its arrival time in ms since the epoch. */
interface Waiting {
  data: string;
  since: number;
}

interface DeliveryBuffer {
  waiting: Sequence<Waiting>;
  bytes: number;
  delivering: boolean;
  /** Earliest time of the next attempt after a failed delivery, even if the buffer is full. */
  retryAt: number;
}

const retryAfterMilliseconds = 60_000;

/** Permissions on the bucket that the delivery role requires. Source: Firehose developer guide, "controlling-access". */
const onBucket = ['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'];
const onObjects = ['AbortMultipartUpload', 'PutObject'];

/**
 * Creates the Amazon Data Firehose emulator, which delivers to S3. Other destinations, transformation, dynamic
 * partitioning and format conversion are not supported. Source: Firehose developer guide, "basic-deliver",
 * "s3-object-name".
 */
export function createFirehose(options: {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  authorizer: Authorizer;
  messaging: Pick<Messaging, 'putObject'>;
}): Firehose {
  const { clock, bus, metrics, authorizer, messaging } = options;
  const buffers = new Map<string, DeliveryBuffer>();
  const streams = new Map<string, DeliveryStream>();
  /** Causes of the records of this run. They are not stored, because event IDs start again in the next run. */
  const causes = new WeakMap<Waiting, number>();

  const find = (name: string): DeliveryStream => {
    const stream = streams.get(name);
    if (stream === undefined)
      throw new AwsError('ResourceNotFoundException', `Firehose ${name} under account is not found.`);
    return stream;
  };

  const count = (stream: DeliveryStream, metric: string, value: number) =>
    metrics.record({
      metric: `aws.firehose.${metric}`,
      tags: { deliverystreamname: stream.name },
      value,
      at: clock.now(),
    });

  const keyOf = (stream: DeliveryStream, at: number) => {
    const moment = new Date(at).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
    return `${evaluatePrefix(stream.prefix, at)}${stream.name}-1-${moment}-${randomUUID()}${stream.extension}`;
  };

  const buffer = ({ name }: DeliveryStream): DeliveryBuffer => {
    const known = buffers.get(name);
    if (known !== undefined) return known;
    const waiting = options.store.sequence<Waiting>(`firehose-records/${name}`);
    const bytes = waiting.values.reduce((sum, { data }) => sum + Buffer.byteLength(data, 'base64'), 0);
    const made = { waiting, bytes, delivering: false, retryAt: 0 };
    buffers.set(name, made);
    return made;
  };

  const deliverLater = (stream: DeliveryStream, milliseconds: number) =>
    void clock.after(milliseconds, () => void deliver(stream));

  /**
   * Delivers the buffered records. They stay in the buffer until the object is written, so that each record is
   * delivered at least once.
   */
  const deliver = async (stream: DeliveryStream): Promise<void> => {
    const own = buffer(stream);
    const records = [...own.waiting.values];
    const [first] = records;
    if (own.delivering || first === undefined || clock.now() < own.retryAt) return;
    own.delivering = true;
    const whole = Buffer.concat(records.map(({ data }) => Buffer.from(data, 'base64')));
    const key = keyOf(stream, clock.now());
    const links = [...new Set(records.flatMap((record) => causes.get(record) ?? []))];
    try {
      const bucket = `arn:aws:s3:::${stream.bucket}`;
      const require = (call: string, resource: string) =>
        requireAllowed(authorizer, { principal: stream.role, action: `s3:${call}`, resource, key: stream.key });
      for (const call of onBucket) require(call, bucket);
      for (const call of onObjects) require(call, `${bucket}/${key}`);
      await messaging.putObject({ bucket: stream.bucket, key, body: stream.gzip ? gzipSync(whole) : whole });
    } catch (error) {
      // Firehose retries for 24 hours; the local runtime retries until the delivery succeeds, and delays later records
      count(stream, 'delivery_to_s_3success', 0);
      const reason = error instanceof Error ? error.message : String(error);
      const about = { type: 'aws_kinesis_firehose_delivery_stream', name: stream.name };
      const text = `${stream.name} failed to deliver to ${stream.bucket}: ${reason}`;
      bus.emit({ kind: 'note', failed: true, about, text }, undefined, undefined, { links });
      own.retryAt = clock.now() + retryAfterMilliseconds;
      deliverLater(stream, retryAfterMilliseconds);
      return;
    } finally {
      own.delivering = false;
    }
    own.waiting.drop(records.length);
    own.bytes -= whole.byteLength;
    if (own.waiting.values.length > 0) deliverLater(stream, stream.bufferingSeconds * 1000);
    count(stream, 'delivery_to_s_3success', 1);
    count(stream, 'delivery_to_s_3records', records.length);
    count(stream, 'delivery_to_s_3bytes.sum', whole.byteLength);
    count(stream, 'delivery_to_s_3data_freshness', (clock.now() - first.since) / 1000);
    const delivered = { stream: stream.name, records: records.length, bucket: stream.bucket, key };
    bus.emit({ kind: 'delivered', ...delivered }, undefined, undefined, { links });
  };

  return {
    declare(stream) {
      streams.set(stream.name, stream);
      // the buffer can contain records that arrived before a restart
      if (buffer(stream).waiting.values.length > 0) deliverLater(stream, 0);
    },
    put(streamName, data, cause) {
      const stream = find(streamName);
      const own = buffer(stream);
      const isFirst = own.waiting.values.length === 0;
      const record = { data: Buffer.from(data).toString('base64'), since: clock.now() };
      own.waiting.push(record);
      if (cause !== undefined) causes.set(record, cause);
      own.bytes += data.byteLength;
      count(stream, 'incoming_records', 1);
      count(stream, 'incoming_bytes', data.byteLength);
      count(stream, 'throttled_records', 0);
      if (own.bytes >= stream.bufferingBytes) void deliver(stream);
      else if (isFirst) deliverLater(stream, stream.bufferingSeconds * 1000);
      return { recordId: randomUUID() };
    },
    stream: find,
    streams: () => [...streams.values()],
  };
}
