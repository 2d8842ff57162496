import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/request';
import type { RolePrincipal } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';
import { evaluatePrefix } from './prefix';

/** A stream that delivers into a bucket, as Terraform declares it. */
export interface DeliveryStream {
  name: string;
  arn: string;
  bucket: string;
  /** May hold `!{timestamp:…}` and `!{firehose:random-string}`. */
  prefix: string;
  /** Ends an object's name: `.json.gz`. */
  extension: string;
  gzip: boolean;
  bufferingSeconds: number;
  bufferingBytes: number;
  role: RolePrincipal;
}

export interface Firehose {
  declare(stream: DeliveryStream): void;
  /** Takes a record; it is delivered with others when the buffer is full or old. @throws AwsError ResourceNotFoundException */
  put(streamName: string, data: Uint8Array): { recordId: string };
  stream(name: string): DeliveryStream;
  streams(): DeliveryStream[];
}

/** What waits to be delivered: records as base64, and since when the oldest does. */
interface Waiting {
  records: string[];
  bytes: number;
  since: number;
}

const retryAfterMilliseconds = 60_000;

/**
 * Amazon Data Firehose into S3, in process. Not there: other destinations, transformation, dynamic partitions, formats.
 * Source: Firehose developer guide, "basic-deliver", "s3-object-name".
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
  const buffers: Collection<Waiting> = options.store.collection('firehose-buffers');
  const streams = new Map<string, DeliveryStream>();

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

  const deliver = async (stream: DeliveryStream): Promise<void> => {
    const waiting = buffers.get(stream.name);
    if (waiting === undefined) return;
    buffers.delete(stream.name);
    const whole = Buffer.concat(waiting.records.map((record) => Buffer.from(record, 'base64')));
    const key = keyOf(stream, clock.now());
    try {
      const resource = `arn:aws:s3:::${stream.bucket}/${key}`;
      requireAllowed(authorizer, { principal: stream.role, action: 's3:PutObject', resource });
      await messaging.putObject({ bucket: stream.bucket, key, body: stream.gzip ? gzipSync(whole) : whole });
    } catch (error) {
      // it is tried for 24 hours; what came meanwhile stands behind
      const later = buffers.get(stream.name);
      const records = [...waiting.records, ...(later?.records ?? [])];
      buffers.set(stream.name, { ...waiting, records, bytes: waiting.bytes + (later?.bytes ?? 0) });
      count(stream, 'delivery_to_s_3success', 0);
      const reason = error instanceof Error ? error.message : String(error);
      bus.tell({ kind: 'note', text: `${stream.name} could not deliver into ${stream.bucket}: ${reason}` });
      clock.after(retryAfterMilliseconds, () => void deliver(stream));
      return;
    }
    count(stream, 'delivery_to_s_3success', 1);
    count(stream, 'delivery_to_s_3records', waiting.records.length);
    count(stream, 'delivery_to_s_3bytes.sum', whole.byteLength);
    count(stream, 'delivery_to_s_3data_freshness', (clock.now() - waiting.since) / 1000);
    bus.tell({ kind: 'delivered', stream: stream.name, records: waiting.records.length, bucket: stream.bucket, key });
  };

  return {
    declare(stream) {
      streams.set(stream.name, stream);
      // what a platform before this one has left
      if (buffers.get(stream.name) !== undefined) clock.after(0, () => void deliver(stream));
    },
    put(streamName, data) {
      const stream = find(streamName);
      const waiting = buffers.get(stream.name) ?? { records: [], bytes: 0, since: clock.now() };
      const isFirst = waiting.records.length === 0;
      waiting.records.push(Buffer.from(data).toString('base64'));
      waiting.bytes += data.byteLength;
      buffers.set(stream.name, waiting);
      count(stream, 'incoming_records', 1);
      count(stream, 'incoming_bytes', data.byteLength);
      count(stream, 'throttled_records', 0);
      if (waiting.bytes >= stream.bufferingBytes) void deliver(stream);
      else if (isFirst) clock.after(stream.bufferingSeconds * 1000, () => void deliver(stream));
      return { recordId: randomUUID() };
    },
    stream: find,
    streams: () => [...streams.values()],
  };
}
