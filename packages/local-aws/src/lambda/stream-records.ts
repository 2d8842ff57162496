import { randomUUID } from 'node:crypto';
import type { StreamRecord } from '../kinesis/kinesis';

/** Stream and function in an event source mapping. */
export interface StreamSource {
  id: string;
  streamArn: string;
  functionArn: string;
  role: string;
}

export interface Batch {
  records: StreamRecord[];
  attempts: number;
}

/** Returns the event that delivers a batch to a function. Source: developer guide, "with-kinesis". */
export function eventOf(
  mapping: StreamSource,
  shardId: string,
  records: readonly StreamRecord[],
  region: string,
): object {
  return {
    Records: records.map((record) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequenceNumber,
        data: record.data,
        approximateArrivalTimestamp: record.arrivedAt / 1000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${record.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: mapping.role,
      awsRegion: region,
      eventSourceARN: mapping.streamArn,
    })),
  };
}

/**
 * Returns the record that a failure destination receives for a failed batch. Only a bucket also receives the payload.
 * Source: developer guide, "kinesis-on-failure-destination".
 */
export function failureRecord(
  mapping: StreamSource,
  failed: { batch: Batch; shardId: string; condition: string; at: number; event: object | undefined },
): object {
  const first = failed.batch.records[0];
  const last = failed.batch.records.at(-1);
  const iso = (milliseconds: number | undefined) => new Date(milliseconds ?? failed.at).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition: failed.condition,
      approximateInvokeCount: failed.batch.attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: iso(failed.at),
    KinesisBatchInfo: {
      shardId: failed.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: iso(first?.arrivedAt),
      approximateArrivalOfLastRecord: iso(last?.arrivedAt),
      batchSize: failed.batch.records.length,
      streamArn: mapping.streamArn,
    },
    ...(failed.event === undefined ? {} : { payload: JSON.stringify(failed.event) }),
  };
}
