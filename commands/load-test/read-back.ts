import { type DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { poll } from '@himeshima/local-aws/testing';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import { ignoreTimeout } from './ignore-timeout';
import type { TelemetryResult } from './send-telemetry';

export interface ReadBack {
  readonly stored: number;
  /** Measurements that were acknowledged but are not in the table. */
  readonly lost: number;
  /** Measurements in the table that were not acknowledged. */
  readonly unsent: number;
  /** Difference between the room counters and the number of measurements in the table. */
  readonly miscounted: number;
  /** Sorted delays in ms between measurement (by the device's clock) and storage. */
  readonly latencies: readonly number[];
}

const concurrentReads = 8;

/** Reads the run's measurements back, once the tables contain all of them or the time limit has passed. */
export async function readBack(
  dynamodb: DynamoDBClient,
  { sent, rooms, secondsToWait }: { sent: TelemetryResult; rooms: readonly string[]; secondsToWait: number },
): Promise<ReadBack> {
  const countReadings = async () => {
    const counts = await Promise.all(rooms.map((room) => readingsOf(dynamodb, room)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await poll(
    async () => ((await countReadings()) >= sent.count ? true : undefined),
    'all measurements',
    secondsToWait,
    250,
  ).catch(ignoreTimeout);
  const latencies: number[] = [];
  const found = { stored: 0, lost: 0, unsent: 0 };
  await forEachConcurrently(sent.acknowledged, concurrentReads, async ([sensor, times]) => {
    const stored = await measurementsOf(dynamodb, sensor);
    found.stored += stored.size;
    for (const at of times) if (!stored.has(at)) found.lost += 1;
    for (const [at, storedAt] of stored) {
      if (!times.has(at)) found.unsent += 1;
      latencies.push(storedAt - at);
    }
  });
  const miscounted = (await countReadings()) - found.stored;
  return { ...found, miscounted, latencies: latencies.sort((a, b) => a - b) };
}

async function readingsOf(dynamodb: DynamoDBClient, room: string): Promise<number> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/temp` } }, ConsistentRead: true });
  return Number((await dynamodb.send(get)).Item?.['readings']?.N ?? 0);
}

/** Returns the storage time of each measurement from a sensor, keyed by the measurement time (device clock). */
async function measurementsOf(client: DynamoDBClient, sensor: string): Promise<ReadonlyMap<number, number>> {
  const stored = new Map<number, number>();
  const query = {
    TableName: 'readings',
    KeyConditionExpression: 'sensor = :sensor',
    ExpressionAttributeValues: { ':sensor': { S: sensor } },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    for (const { measuredAt, storedAt } of Items) stored.set(Number(measuredAt?.N), Number(storedAt?.N));
  }
  return stored;
}
