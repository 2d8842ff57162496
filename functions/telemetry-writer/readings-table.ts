import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { TelemetryRecord } from '../../contracts/telemetry';

/** Storage of measurements. */
export interface ReadingsTable {
  /**
   * Stores measurements under their sensor and device time. Idempotent.
   * @throws Error if some measurements could not be stored; the other measurements may have been stored
   */
  store(records: readonly TelemetryRecord[]): Promise<void>;
}

/** Maximum number of items in a BatchWriteItem (DynamoDB API reference). */
const maxBatchSize = 25;
/** Number of attempts, with a backoff of 50, 100 and 200 ms. */
const attempts = 4;

/**
 * Creates the writer for the `readings` table, which has one item per sensor (`thing/kind`) and device time in ms.
 * @param now returns the time in ms since the epoch for `storedAt`, which shows the delay of a measurement
 */
export function readingsTable(client: DynamoDBClient, name: string, now: () => number): ReadingsTable {
  const write = async (requests: WriteRequest[]): Promise<void> => {
    let left = requests;
    for (let attempt = 0; attempt < attempts && left.length > 0; attempt += 1) {
      if (attempt > 0) await wait(25 * 2 ** attempt);
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left } }));
      left = UnprocessedItems?.[name] ?? [];
    }
    if (left.length > 0)
      throw new Error(`${left.length} of ${requests.length} measurements were not stored: throttled`);
  };
  return {
    async store(records) {
      const requests = [...deduplicate(records).values()].map((record) => putOf(record, now()));
      const batches = Array.from({ length: Math.ceil(requests.length / maxBatchSize) }, (_, at) =>
        requests.slice(at * maxBatchSize, (at + 1) * maxBatchSize),
      );
      await Promise.all(batches.map(write));
    },
  };
}

/** Removes duplicates. DynamoDB rejects a batch that contains a key twice. */
function deduplicate(records: readonly TelemetryRecord[]): ReadonlyMap<string, TelemetryRecord> {
  return new Map(records.map((record) => [`${record.thing}/${record.kind}/${record.at}`, record]));
}

function putOf(
  { thing, kind, room, at, value, receivedAt, traceId, v }: TelemetryRecord,
  storedAt: number,
): WriteRequest {
  const Item = {
    sensor: { S: `${thing}/${kind}` },
    measuredAt: { N: String(at) },
    room: { S: room },
    value: { N: String(value) },
    receivedAt: { N: String(receivedAt) },
    traceId: { S: traceId },
    storedAt: { N: String(storedAt) },
    v: { N: String(v) },
  };
  return { PutRequest: { Item } };
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
