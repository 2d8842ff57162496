import type { StreamRecord } from '../shared/kinesis-batch';
import { readRecord } from './read-record';
import type { ReadingsTable } from './readings-table';
import { comparable, type RoomsTable } from './rooms-table';
import { byRoom, type PositionedMeasurement, totalOf } from './total-rooms';

interface Batch {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
}

interface TelemetryTables {
  readonly readings: ReadingsTable;
  readonly rooms: RoomsTable;
  failed(sequenceNumber: string, error: unknown): void;
}

export interface WriteResult {
  readonly stored: number;
  /** Sequence number of the first record that could not be processed. Lambda retries from this record. */
  readonly failed: string | undefined;
}

/**
 * Stores the records of a batch up to the first invalid record, then adds them to their rooms' totals. This order is safe for
 * retries: storing is idempotent, and a room's item contains the position up to which its records were counted.
 * @throws Error if a table write fails, so that the whole batch is retried
 */
export async function writeTelemetry({ shardId, records }: Batch, by: TelemetryTables): Promise<WriteResult> {
  const { read, failed } = readUntilFailure(records, by);
  if (read.length === 0) return { stored: 0, failed };
  await by.readings.store(read.map(({ measurement }) => measurement));
  await Promise.all(byRoom(read).map((ofRoom) => count(ofRoom, shardId, by.rooms)));
  return { stored: read.length, failed };
}

/** Adds records to a room's totals with one conditional update, and with a second update if some records were counted before. */
async function count(records: readonly PositionedMeasurement[], shardId: string, rooms: RoomsTable): Promise<void> {
  for (let left = records; ; ) {
    const total = totalOf(left);
    const counted = total && (await rooms.add(total, shardId));
    if (counted === undefined) return;
    left = left.filter(({ sequenceNumber }) => comparable(sequenceNumber) > comparable(counted));
  }
}

function readUntilFailure(records: readonly StreamRecord[], by: TelemetryTables) {
  const read: PositionedMeasurement[] = [];
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
