import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { TelemetryRecord } from '../../contracts/telemetry';

/** Where measurements are kept. */
export interface ReadingsTable {
  /**
   * Stores measurements under their sensor and device time: the same ones twice change nothing.
   * @throws Error where some of them could not be stored; others may be
   */
  store(records: readonly TelemetryRecord[]): Promise<void>;
}

/** BatchWriteItem, API reference: 25 items at most. */
const itemsAtOnce = 25;
/** Each waits twice as long as the one before: 50 ms, 100 ms, 200 ms. */
const attempts = 4;

/**
 * The table `readings`: one item a sensor (`thing/kind`) and ms of the device's clock.
 * @param now ms since the epoch: `storedAt` tells how long a measurement was on its way
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
      const requests = [...eachOnce(records).values()].map((record) => putOf(record, now()));
      const batches = Array.from({ length: Math.ceil(requests.length / itemsAtOnce) }, (_, at) =>
        requests.slice(at * itemsAtOnce, (at + 1) * itemsAtOnce),
      );
      await Promise.all(batches.map(write));
    },
  };
}

/** A batch with one key twice is refused as a whole. */
function eachOnce(records: readonly TelemetryRecord[]): ReadonlyMap<string, TelemetryRecord> {
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
