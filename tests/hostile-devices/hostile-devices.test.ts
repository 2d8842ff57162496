import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetThingShadowCommand,
  ListNamedShadowsForThingCommand,
  ListRetainedMessagesCommand,
} from '@aws-sdk/client-iot-data-plane';
import { fc } from '@fast-check/jest';
import { poll } from '@himeshima/local-aws/testing';
import { claimOf, identityOf } from '../../commands/demonstration/clients';
import { claimClient } from '../../contracts/provisioning';
import type { DeviceIdentity } from '../../devices/device-connection';
import { provision } from '../../devices/provision';
import { hostileAction } from './actions.arbitrary';
import type { Actor } from './actor';
import { HostileSession, type Ledger } from './hostile-session';
import { Membership } from './membership';
import { startWatchedPlatform, type WatchedPlatform } from './watched-platform';
import { acceptedPassword, authorizerName } from './watching-stack';

/** Number of actions. To run more: HOSTILE_ACTIONS=10000 npx jest tests/hostile-devices. HOSTILE_SEED selects other actions. */
const count = Number(process.env['HOSTILE_ACTIONS'] ?? 400);
const seed = Number(process.env['HOSTILE_SEED'] ?? 20_261_126);
jest.setTimeout(60_000 + count * 100);

let watched: WatchedPlatform;
let actors: readonly Actor[];
const things = ['light-1', 'sensor-1', 'light-HOSTILE1', 'sensor-HOSTILE2', 'listener', 'member', 'custom-1'];

beforeAll(async () => {
  watched = await startWatchedPlatform();
  actors = await everyKind();
}, 90_000);
afterAll(() => watched?.stop());

/**
 * Returns actors of every kind: two declared devices, two provisioned devices, two devices with only the claim certificate,
 * one device that may subscribe to more than it may receive, one that changes its thing groups and uses the credentials of a role,
 * and one that a custom authorizer authenticates. They use both protocol versions.
 */
async function everyKind(): Promise<readonly Actor[]> {
  const { platform, clients, policies } = watched;
  const claim = claimOf(platform.directory);
  const provisionDevice = async (serial: string, type: 'light' | 'sensor') => {
    const Item = { serial: { S: serial }, type: { S: type }, ...(type === 'sensor' && { kind: { S: 'temp' } }) };
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item }));
    const parameters = type === 'sensor' ? { Kind: 'temp', Room: 'room2' } : {};
    return provision(platform.mqttUrl, { claim, serial, template: type, parameters });
  };
  const device = (identity: DeviceIdentity, protocolVersion: 4 | 5, attributes: Record<string, string>): Actor => ({
    name: identity.thing,
    identity,
    protocolVersion,
    isShared: false,
    asks: (clientId) => ({ policies: [policies.device], clientId, thing: { name: identity.thing, attributes } }),
  });
  const listener = device(identityOf(platform.directory, 'listener'), 5, {});
  const member = device(identityOf(platform.directory, 'member'), 4, {});
  const membership = new Membership(watched.iot, 'member', policies);
  const claiming = (serial: string, protocolVersion: 4 | 5): Actor => ({
    name: `the claim connection of ${serial}`,
    identity: { ...claim, thing: claimClient(serial) },
    protocolVersion,
    isShared: true,
    asks: (clientId) => ({ policies: [policies.claim], clientId, thing: undefined }),
  });
  return [
    device(identityOf(platform.directory, 'light-1'), 5, {}),
    device(identityOf(platform.directory, 'sensor-1'), 4, { kind: 'temp', room: 'room1' }),
    device(await provisionDevice('HOSTILE1', 'light'), 4, {}),
    device(await provisionDevice('HOSTILE2', 'sensor'), 5, { kind: 'temp', room: 'room2' }),
    claiming('HOSTILE3', 4),
    claiming('HOSTILE4', 5),
    { ...listener, asks: (clientId) => ({ ...listener.asks(clientId), policies: [policies.listener] }) },
    {
      ...member,
      membership,
      asks: (clientId) => ({
        ...member.asks(clientId),
        policies: [policies.member],
        groupPolicies: membership.policies(),
      }),
    },
    {
      name: 'custom-1',
      // the custom authorizer replaces the certificate
      identity: { ...claim, thing: 'custom-1' },
      protocolVersion: 5,
      isShared: true,
      login: { user: `me?x-amz-customauthorizer-name=${authorizerName}`, password: acceptedPassword },
      asks: (clientId) => ({ policies: [policies.custom], clientId, thing: undefined }),
    },
  ];
}

const markersIn = (text: string) => [...text.matchAll(/"marker":(\d+)/g)].map(([, marker]) => Number(marker));

/** Returns the numbers of the messages found in shadows and in the table of readings. */
async function traces(): Promise<readonly number[]> {
  const { iotData, dynamodb } = watched.clients;
  const texts = await Promise.all(
    [...things, 'watcher', 'nobody'].map(async (thingName) => {
      const { results = [] } = await iotData.send(new ListNamedShadowsForThingCommand({ thingName }));
      const shadows = [{ thingName }, ...results.map((shadowName) => ({ thingName, shadowName }))];
      const read = shadows.map((shadow) =>
        iotData.send(new GetThingShadowCommand(shadow)).then(
          ({ payload }) => Buffer.from(payload ?? []).toString(),
          () => '',
        ),
      );
      return (await Promise.all(read)).join();
    }),
  );
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'readings' }));
  return [...texts.flatMap(markersIn), ...Items.map(({ value }) => Number(value?.N))];
}

test(`denies every action of hostile devices unless a policy allows it (${count} actions, seed ${seed})`, async () => {
  const ledger: Ledger = { allowed: new Set(), acknowledged: new Set(), differences: [], denials: 0 };
  // the devices act in parallel, but each of them acts sequentially
  await Promise.all(
    actors.map(async (actor, turn) => {
      const others = [...things, 'nobody'].filter((thing) => thing !== actor.name);
      const numRuns = Math.ceil(count / actors.length);
      const actions = fc.sample(hostileAction(actor.identity.thing, others), { seed: seed + turn, numRuns });
      const session = new HostileSession(watched, actor, ledger);
      for (const [at, action] of actions.entries()) await session.act(action, at * actors.length + turn + 1);
      await session.end();
    }),
  );
  expect(ledger.differences).toEqual([]);
  expect(ledger.denials).toBeGreaterThan(count * 0.6);

  // once the watcher has all acknowledged messages, it would also have received any denied message
  const receivedMarkers = () => watched.received.flatMap(({ text }) => markersIn(text));
  await poll(() => {
    const all = new Set(receivedMarkers());
    return [...ledger.acknowledged].every((marker) => all.has(marker)) || undefined;
  }, 'all acknowledged messages');
  expect(ledger.acknowledged.size).toBeGreaterThan(0);
  expect(receivedMarkers().filter((marker) => !ledger.allowed.has(marker))).toEqual([]);
  expect((await traces()).filter((marker) => !ledger.allowed.has(marker))).toEqual([]);
  const { retainedTopics } = await watched.clients.iotData.send(new ListRetainedMessagesCommand({}));
  expect(retainedTopics).toEqual([]);
});
