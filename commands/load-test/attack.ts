import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeviceIdentity } from '../../devices/light';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import { type Attempt, attempt } from './attempt';
import { attackWithClaim } from './hostile-claim';
import type { Hostile, Place } from './hostile-connection';
import { attackAsDevice } from './hostile-device';
import { pacedConnects } from './paced-connects';
import { provisionsAtOnce } from './provision-fleet';

/** AWS IoT Core quotas: 500 connects a second in all. */
const devicesAtOnce = 50;

/** A platform that lets one of these through is not safe. @param others things that behave */
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
  const by = (tries: (one: Hostile) => Promise<readonly Attempt[]>) => async (one: Hostile) => {
    attempts.push(...(await tries(one)));
  };
  await Promise.all([
    forEachConcurrently(all, devicesAtOnce, by(attackAsDevice)),
    forEachConcurrently(all, provisionsAtOnce, by(attackWithClaim)),
  ]);
  if (all.length === 0) return attempts;
  return [...attempts, await attempt('a room that was stolen', () => exists(target.dynamodb, stolen))];
}

async function exists(dynamodb: DynamoDBClient, { kind, room }: Place): Promise<boolean> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/${kind}` } } });
  return (await dynamodb.send(get)).Item !== undefined;
}
