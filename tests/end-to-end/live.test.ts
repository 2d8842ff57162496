import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { readApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { type Clients, clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import type { CommandReport } from '../../contracts/commands';
import { subprotocol } from '../../contracts/live-messages';
import { commandTopic } from '../../contracts/topics';
import { handshakeStatus, type LivePage, openPage } from '../e2e/live-page';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-live-'));
const pages: LivePage[] = [];
let platform: LocalAwsProcess;
let clients: Clients;
let logs: CloudWatchLogsClient;
let url: string;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory });
  clients = clientsOf(platform);
  const { credentials } = clients.dynamodb.config;
  logs = new CloudWatchLogsClient({ endpoint: platform.endpoint, region: clients.region, credentials });
  url = platform.live ?? '';
  for (const path of ['devices/light-1', 'devices/sensor-1', 'rooms/room1']) await give(path, me());
});
afterAll(async () => {
  for (const page of pages) page.close();
  logs?.destroy();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const me = () => readApiAccess(directory).clientId;
const token = (...scopes: string[]) =>
  requestToken(
    readApiAccess(directory),
    scopes.map((scope) => `himeshima/${scope}`),
  );

async function give(path: string, owner: string): Promise<void> {
  const access = readApiAccess(directory);
  const who = { authorization: `Bearer ${await token('admin')}`, 'x-api-key': access.key };
  const headers = { ...who, 'content-type': 'application/json' };
  const body = JSON.stringify({ owner });
  expect((await fetch(`${access.url}/${path}/owner`, { method: 'PUT', headers, body })).status).toBe(204);
}

async function page(...about: object[]): Promise<LivePage> {
  const opened = await openPage(url, await token('read'));
  pages.push(opened);
  for (const one of about)
    expect(await opened.ask({ action: 'subscribe', ...one })).toEqual({ kind: 'subscribed', ...one });
  return opened;
}

let changes = 0;
/** Changes a shadow. @returns the number of the change, which is also in the shadow */
async function change(thingName: string): Promise<number> {
  changes += 1;
  const payload = Buffer.from(JSON.stringify({ state: { reported: { change: changes } } }));
  await clients.iotData.send(new UpdateThingShadowCommand({ thingName, payload }));
  return changes;
}

const receiveChange = (listening: LivePage, number: number) =>
  listening.hears(
    (message) => message.kind === 'shadow' && message.after.reported?.['change'] === number,
    `change ${number}`,
  );

async function listening(): Promise<readonly string[]> {
  const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: 'live-subscriptions' }));
  return Items.map(({ connection, subject }) => `${connection?.S} ${subject?.S}`);
}

describe('the live API rejects a client', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = async () => decodeJwt(await token('read'));

  test.each<[string, () => Promise<string[]>, number]>([
    ['without a token', async () => [], 401],
    ['without a token after the subprotocol', async () => [subprotocol], 403],
    ['with only a token', async () => [await token('read')], 403],
    ['with a token for another scope', async () => [subprotocol, await token('command', 'admin')], 403],
    ['with an unsigned token', async () => [subprotocol, new UnsecuredJWT(await claims()).encode()], 403],
    [
      'with a token signed with another key',
      async () => {
        const forged = new SignJWT(await claims()).setProtectedHeader({ alg: 'RS256', kid: 'local' });
        return [subprotocol, await forged.sign(other.privateKey)];
      },
      403,
    ],
  ])('%s', async (_, offered, status) => {
    expect(await handshakeStatus(url, ...(await offered()))).toBe(status);
  });
});

describe('a page', () => {
  test("receives nothing about another user's device, as if the device were unknown", async () => {
    const listener = await page();
    await give('devices/light-1', 'somebody');
    const answers = ['light-1', 'light-99'].map((thing) => listener.ask({ action: 'subscribe', thing }));
    const [others, unknown] = [await answers[0], await answers[1]];
    expect(others).toMatchObject({ kind: 'problem', status: 404 });
    expect(others).toEqual(unknown);
    await give('devices/light-1', me());
  });

  test('receives the previous and current state of a device until the device belongs to another user', async () => {
    const listener = await page({ thing: 'light-1' });
    const before = await change('light-1');
    await receiveChange(listener, before);
    const after = await change('light-1');
    expect(await receiveChange(listener, after)).toMatchObject({
      thing: 'light-1',
      before: { reported: { change: before } },
      after: { reported: { change: after } },
    });
    await give('devices/light-1', 'somebody');
    const from = platform.events.length;
    const unheard = await change('light-1');
    await poll(
      () => platform.events.slice(from).find((event) => event.kind === 'invoked' && event['function'] === 'live-push'),
      'the push',
    );
    await give('devices/light-1', me());
    await receiveChange(listener, await change('light-1'));
    expect(
      listener.messages.filter((one) => one.kind === 'shadow' && one.after.reported?.['change'] === unheard),
    ).toEqual([]);
  });

  test('receives updates about each device in a room once, and nothing after unsubscribing', async () => {
    const listener = await page({ room: 'room1' }, { thing: 'sensor-1' });
    const number = await change('sensor-1');
    expect(await receiveChange(listener, number)).toMatchObject({ thing: 'sensor-1', room: 'room1' });
    await listener.ask({ action: 'unsubscribe', room: 'room1' });
    await receiveChange(listener, await change('sensor-1'));
    await listener.ask({ action: 'unsubscribe', thing: 'sensor-1' });
    const other = await page({ thing: 'sensor-1' });
    await receiveChange(other, await change('sensor-1'));
    expect(listener.messages).toHaveLength(2);
  });

  test('receives the outcome of a command', async () => {
    const listener = await page({ thing: 'light-1' });
    const at = Date.now();
    const report: CommandReport = {
      thing: 'light-2',
      command: 'c-1',
      power: true,
      state: 'acknowledged',
      at,
      expiresAt: at + 30_000,
      traceId: 'my-trace',
    };
    await clients.iotData.send(
      new PublishCommand({ topic: commandTopic('light-1'), payload: Buffer.from(JSON.stringify(report)) }),
    );
    // the device name is taken from the topic, because the payload does not contain it
    expect(await listener.hears(({ kind }) => kind === 'command', 'the command')).toMatchObject({
      thing: 'light-1',
      command: 'c-1',
      state: 'acknowledged',
      at: new Date(at).toISOString(),
      traceId: 'my-trace',
    });
  });

  test('does not delay other pages if one page never reads', async () => {
    const silent = await page({ thing: 'light-1' });
    silent.socket.pause();
    const listener = await page({ thing: 'light-1' });
    // wait for each change, because a fast machine would exceed the limit of 20 shadow changes per second
    for (let count = 0; count < 8; count += 1) await receiveChange(listener, await change('light-1'));
    expect(silent.messages).toEqual([]);
    silent.socket.resume();
    await receiveChange(silent, changes);
  });

  test('disconnects a page that sends a frame of more than 32 KB', async () => {
    const { socket } = await page();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(33 * 1024));
    expect(await ended).toBe(1009);
  });
});

describe('the live API', () => {
  test('forgets a closed connection on $disconnect', async () => {
    const listener = await page({ thing: 'light-1' }, { room: 'room1' });
    const before = await listening();
    listener.close();
    await poll(async () => ((await listening()).length === before.length - 2 ? true : undefined), 'two rows less');
  });

  test('forgets a closed connection at the next message if $disconnect was missed', async () => {
    const Item = {
      connection: { S: 'gone=' },
      subject: { S: 'thing/light-1' },
      person: { S: me() },
      expiresAt: { N: '4000000000' },
    };
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'live-subscriptions', Item }));
    expect(await listening()).toContain('gone= thing/light-1');
    await change('light-1');
    await poll(async () => ((await listening()).includes('gone= thing/light-1') ? undefined : true), 'its row deleted');
  });
});

test('an expired token is rejected, and no token is logged', async () => {
  const readToken = await token('read');
  const opened = await openPage(url, readToken);
  pages.push(opened);
  for (const logGroupName of [
    '/aws/apigateway/himeshima-live',
    '/aws/lambda/live-authorizer',
    '/aws/lambda/live-connections',
  ]) {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain(readToken.split('.').at(-1));
  }
  expect(JSON.stringify(platform.events)).not.toContain(readToken.split('.').at(-1));
  await platform.advance(599);
  await opened.ask({ action: 'unsubscribe', thing: 'light-1' });
  for (let minutes = 0; minutes < 50; minutes += 5) {
    await platform.advance(301);
    await opened.ask({ action: 'unsubscribe', thing: 'light-1' });
  }
  expect(await opened.ask({ action: 'subscribe', thing: 'light-1' })).toMatchObject({ kind: 'problem', status: 401 });
  expect(await handshakeStatus(url, subprotocol, readToken)).toBe(403);
});
