import type { StreamRecord } from '../shared/kinesis-batch';
import { readRecord } from './read-record';
import type { ReadingsTable } from './readings-table';
import { comparable, type RoomsTable } from './rooms-table';
import { byRoom, type Placed, totalOf } from './total-rooms';

interface Batch {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
}

interface WrittenBy {
  readonly readings: ReadingsTable;
  readonly rooms: RoomsTable;
  failed(sequenceNumber: string, error: unknown): void;
}

export interface Written {
  readonly stored: number;
  /** Sequence number of the first record that could not be processed: from there on the stream is read again. */
  readonly failed: string | undefined;
}

/**
 * Stores the records of a batch up to the first that is no measurement, then counts them for their rooms. In this order,
 * for what is stored twice changes nothing, and what a room has counted it knows by its position in the stream.
 * @throws Error where a table refuses: the whole batch comes again
 */
export async function writeTelemetry({ shardId, records }: Batch, by: WrittenBy): Promise<Written> {
  const { read, failed } = readUntilFailure(records, by);
  if (read.length === 0) return { stored: 0, failed };
  await by.readings.store(read.map(({ measurement }) => measurement));
  await Promise.all(byRoom(read).map((ofRoom) => count(ofRoom, shardId, by.rooms)));
  return { stored: read.length, failed };
}

/** One conditional update, and another only where a part of the records was counted before. */
async function count(records: readonly Placed[], shardId: string, rooms: RoomsTable): Promise<void> {
  for (let left = records; ; ) {
    const total = totalOf(left);
    const counted = total && (await rooms.add(total, shardId));
    if (counted === undefined) return;
    left = left.filter(({ sequenceNumber }) => comparable(sequenceNumber) > comparable(counted));
  }
}

function readUntilFailure(records: readonly StreamRecord[], by: WrittenBy) {
  const read: Placed[] = [];
  for (const record of records) {
    const { sequenceNumber } = record;
    try {
      read.push({ sequenceNumber, measurement: readRecord(record) });
    } catch (error) {
      by.failed(sequenceNumber, error);
      return { read, failed: sequenceNumber };
    }
  }
  return { read, failed: undefined };
}
