import { randomUUID } from 'node:crypto';
import type { MappedRecord, MappedStream } from './mapped-stream';

/** Stream and function in an event source mapping. */
export interface StreamSource {
  id: string;
  streamArn: string;
  functionArn: string;
  role: string;
}

export interface Batch {
  records: MappedRecord[];
  attempts: number;
}

/** Returns the event that delivers a batch to a function. */
export const eventOf = (records: readonly MappedRecord[]): object => ({
  Records: records.map((record) => record.content()),
});

/**
 * Returns the record that a failure destination receives for a failed batch. Only a bucket also receives the payload.
 * Source: developer guide, "kinesis-on-failure-destination" and "services-dynamodb-errors".
 */
export function failureRecord(
  mapping: StreamSource,
  failed: {
    batch: Batch;
    batchInfo: MappedStream['batchInfo'];
    shardId: string;
    condition: string;
    at: number;
    event: object | undefined;
  },
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
    [failed.batchInfo]: {
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
