import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeviceIdentity } from '../../devices/device-connection';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import { type Attempt, attempt } from './attempt';
import { attackWithClaim } from './hostile-claim';
import type { Hostile, SensorRoom } from './hostile-connection';
import { attackAsDevice } from './hostile-device';
import { pacedConnects } from './paced-connects';
import { concurrentProvisions } from './provision-fleet';

/** Number of devices that attack at the same time, low enough for AWS IoT Core's limit of 500 connect requests per second. */
const concurrentDevices = 50;

/**
 * Runs all attacks by all hostile devices. Against a secure platform, none of them succeeds.
 * @param others things of well-behaved devices
 */
export async function attack(
  target: Hostile['target'],
  { run, hostile, others }: { run: string; hostile: readonly DeviceIdentity[]; others: readonly string[] },
): Promise<readonly Attempt[]> {
  const connect = pacedConnects(target.mqttUrl);
  const stolen = { kind: 'temp', room: `${run}-stolen` };
  const all = hostile.map((bad, index): Hostile => {
    return { target, connect, bad, other: others[index % others.length] ?? '', stolen };
  });
  const attempts: Attempt[] = [];
  const record = (run: (device: Hostile) => Promise<readonly Attempt[]>) => async (device: Hostile) => {
    attempts.push(...(await run(device)));
  };
  await Promise.all([
    forEachConcurrently(all, concurrentDevices, record(attackAsDevice)),
    forEachConcurrently(all, concurrentProvisions, record(attackWithClaim)),
  ]);
  if (all.length === 0) return attempts;
  return [...attempts, await attempt('an impersonated room', () => exists(target.dynamodb, stolen))];
}

async function exists(dynamodb: DynamoDBClient, { kind, room }: SensorRoom): Promise<boolean> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/${kind}` } } });
  return (await dynamodb.send(get)).Item !== undefined;
}
