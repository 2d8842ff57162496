import { get } from 'node:https';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { poll } from '@himeshima/local-aws/testing';
import { sign } from 'aws4';
import { connect, type IClientOptions } from 'mqtt';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { identityOf } from '../../commands/demonstration/clients';
import type { ForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';
import { packet } from './raw-device';
import { connectRecording } from './recording-client';

interface Signer {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface PresignOptions {
  service?: string;
  path?: string;
  region?: string;
  at?: number;
  protocol?: string;
}

/** Resources of a function that returns credentials of its role. The role may use topics below pages/. */
export const handsOut = {
  'hands-out': `exports.handler = async () => ({
    accessKeyId: process.env.AWS_ACCESS_KEY_ID,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    sessionToken: process.env.AWS_SESSION_TOKEN,
  });`,
} as const;

const trustPolicy = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
  });
const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
const statementFor = (Action: string | string[], Resource: string[]) => ({ Effect: 'Allow', Action, Resource });

export const credentialsFunction = {
  aws_iam_role: { pages: { name: 'pages', assume_role_policy: trustPolicy('lambda.amazonaws.com') } },
  aws_iam_role_policy: {
    pages: {
      role: '${aws_iam_role.pages.name}',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          statementFor('iot:Connect', [arn('client/pages-*')]),
          statementFor('iot:Publish', [arn('topic/pages/*')]),
          statementFor('iot:Receive', [arn('topic/pages/in')]),
          statementFor('iot:Subscribe', [arn('topicfilter/pages/*')]),
        ],
      }),
    },
  },
  aws_lambda_function: { 'hands-out': functionOf('hands-out', { role: '${aws_iam_role.pages.arn}' }) },
  aws_iot_topic_rule: {
    who_told: {
      name: 'who_told',
      enabled: true,
      sql: "SELECT principal() AS principal, clientid() AS client, sourceip() AS ip FROM 'pages/told'",
      sql_version: '2016-03-23',
      republish: [{ role_arn: 'arn:aws:iam::000000000000:role/tells', topic: 'told/pages/told', qos: 1 }],
    },
  },
};

const Handed = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);
const stamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Tests the documented behavior of `wss://…/mqtt`. */
export function describeMqttOverWebSocket(foreign: () => ForeignPlatform): void {
  const host = () => new URL(foreign().platform.mqttUrl).host;
  const ca = () => identityOf(foreign().platform.directory, 'watcher').authority;
  let user: Signer;
  beforeAll(async () => {
    const { accessKeyId, secretAccessKey } = await foreign().clients.iotData.config.credentials();
    user = { accessKeyId, secretAccessKey };
  });
  const role = async (): Promise<Signer> => {
    const { Payload } = await foreign().clients.lambda.send(new InvokeCommand({ FunctionName: 'hands-out' }));
    return Handed.parse(JSON.parse(Buffer.from(Payload ?? []).toString()));
  };

  /** Returns a URL that is signed as in the device SDKs, which append the token after the signature. */
  const presignUrl = (
    { sessionToken, ...keys }: Signer,
    { service = 'iotdevicegateway', path = '/mqtt', at, region: place = region }: PresignOptions = {},
  ) => {
    const date = stamp(at ?? Date.now());
    const query = `X-Amz-Date=${date}&X-Amz-Expires=300`;
    const request = { service, region: place, signQuery: true, headers: { host: host() }, path: `${path}?${query}` };
    const token = sessionToken === undefined ? '' : `&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}`;
    return `wss://${host()}${sign(request, keys).path}${token}`;
  };
  const connectWith = async (by: Signer, clientId: string, options: IClientOptions = {}) => {
    const client = connect(presignUrl(by), { clientId, ca: ca(), reconnectPeriod: 0, ...options });
    const received: string[] = [];
    client.on('message', (topic, payload) => received.push(`${topic} ${payload}`));
    await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
    client.on('error', () => undefined);
    return { client, received };
  };
  /** Returns the status of the handshake; 101 means connected. */
  const answerTo = (url: string, { protocol = 'mqtt', headers = {} }: { protocol?: string; headers?: object } = {}) =>
    new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(url, protocol, { ca: ca(), headers: { ...headers } });
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
      socket.on('error', () => undefined);
    });

  describe('MQTT over WebSocket', () => {
    test.each([4, 5] as const)(
      'carries messages from a client that signs with AWS keys (version %i)',
      async (version) => {
        const device = await connectRecording(foreign(), 'watcher');
        await device.client.subscribeAsync('page/#', { qos: 1 });
        const { client, received } = await connectWith(user, `page-${version}`, { protocolVersion: version });
        await client.subscribeAsync(['page/+', '$aws/things/watcher/shadow/get/rejected'], { qos: 1 });
        const large = 'x'.repeat(100_000);
        await client.publishAsync('page/1', large, { qos: 1 });
        await client.publishAsync('$aws/things/watcher/shadow/get', '', { qos: 0 });
        await waitUntil(
          () => received.length === 2 && device.received.length === 1,
          "the message and the shadow's response",
        );
        expect(received).toContain(`page/1 ${large}`);
        expect(device.received).toEqual([`page/1 ${large}`]);
        await Promise.all([client.endAsync(), device.client.endAsync()]);
      },
    );

    test('accepts signed headers as well', async () => {
      const signed = sign({ service: 'iotdevicegateway', region, path: '/mqtt', headers: { host: host() } }, user);
      const headers = { ...signed.headers };
      expect(await answerTo(`wss://${host()}/mqtt`, { headers })).toBe(101);
      const changed = { ...headers, 'X-Amz-Date': stamp(Date.now() - 60_000) };
      expect(await answerTo(`wss://${host()}/mqtt`, { headers: changed })).toBe(403);
    });

    test.each([
      ['an unknown key', (by: Signer) => presignUrl({ ...by, accessKeyId: 'AKIDOTHER' }), 'AKIDOTHER is unknown'],
      ['another secret', (by: Signer) => presignUrl({ ...by, secretAccessKey: 'x' }), 'the signature does not match'],
      [
        'a session token for a key that has no session token',
        (by: Signer) => presignUrl({ ...by, sessionToken: 'x' }),
        'is unknown, or the session token does not match',
      ],
      ['a signature that has expired', (by: Signer) => presignUrl(by, { at: Date.now() - 600_000 }), 'has expired'],
      [
        'a signature for another service',
        (by: Signer) => presignUrl(by, { service: 'iotdata' }),
        'signed for service iotdata',
      ],
      [
        'a signature for another region',
        (by: Signer) => presignUrl(by, { region: 'us-west-1' }),
        'signed for region us-west-1',
      ],
      [
        'a signature for another path',
        (by: Signer) => presignUrl(by, { path: '/a' }).replace('/a?', '/mqtt?'),
        'not match',
      ],
      ['another path', (by: Signer) => presignUrl(by, { path: '/other' }), 'invalid WebSocket path "/other"'],
      ['no signature', () => `wss://${host()}/mqtt`, 'no Signature Version 4'],
    ])('rejects %s with 403, and reports it', async (_, url, reason) => {
      const before = foreign().platform.events.length;
      expect(await answerTo(url(user))).toBe(403);
      const findDenial = () =>
        foreign()
          .platform.events.slice(before)
          .find((event) => String(event['reason']).includes(reason));
      expect(await poll(findDenial, 'the refusal')).toMatchObject({
        kind: 'refused',
        who: 'a client',
        action: 'iot:Connect',
      });
    });

    test('rejects clients without the subprotocol mqtt', async () => {
      expect(await answerTo(presignUrl(user), { protocol: 'soap' })).toBe(403);
    });

    test('rejects a web page from another origin, even with a valid signature', async () => {
      expect(await answerTo(presignUrl(user), { headers: { origin: 'https://elsewhere.example' } })).toBe(403);
      expect(await answerTo(presignUrl(user), { headers: { origin: 'http://localhost:3000' } })).toBe(101);
    });

    test('rejects an HTTPS request without a certificate', async () => {
      const status = await new Promise((resolve, reject) =>
        get(`https://${host()}/retainedMessage`, { ca: ca(), agent: false }, ({ statusCode }) =>
          resolve(statusCode),
        ).on('error', reject),
      );
      expect(status).toBe(403);
    });

    test('closes the connection on a text frame', async () => {
      const socket = new WebSocket(presignUrl(user), 'mqtt', { ca: ca() });
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send(packet.connect('page-text').toString('latin1'), { binary: false });
      await new Promise((resolve) => socket.once('close', resolve));
    });

    test('permits a role only the actions that its IAM policies allow', async () => {
      const by = await role();
      const { client, received } = await connectWith(by, 'pages-1', { protocolVersion: 5 });
      const grants = await client
        .subscribeAsync(['pages/in', 'page/1'], { qos: 1 })
        .catch((error: Error) => error.message);
      expect(grants).toMatch(/^Subscribe error: Not authorized/);
      await expect(client.publishAsync('page/1', 'x', { qos: 1 })).rejects.toThrow('Not authorized');
      await client.publishAsync('pages/in', 'x', { qos: 1 });
      await waitUntil(() => received.length > 0, 'its own message');
      expect(received).toEqual(['pages/in x']);
      await client.endAsync();
      await expect(connectWith(by, 'another')).rejects.toThrow('Not authorized');
    });

    test('delivers to a role only messages that the role may receive, even if a filter matches more', async () => {
      const { client, received } = await connectWith(await role(), 'pages-1');
      await client.subscribeAsync('pages/#', { qos: 1 });
      for (const topic of ['pages/secret', 'pages/in']) await client.publishAsync(topic, 'x', { qos: 1 });
      await waitUntil(() => received.includes('pages/in x'), 'the permitted message');
      expect(received).toEqual(['pages/in x']);
      await client.endAsync();
    });

    test("reports the signer's ID in lifecycle events", async () => {
      const device = await connectRecording(foreign(), 'watcher');
      await device.client.subscribeAsync(['$aws/events/presence/+/pages-2', 'told/pages/told'], { qos: 1 });
      const { client } = await connectWith(await role(), 'pages-2');
      await client.publishAsync('pages/told', 'x', { qos: 1 });
      await client.endAsync();
      await waitUntil(() => device.received.length === 3, 'its coming, its message, its going');
      const received = device.received.map((line) => JSON.parse(line.slice(line.indexOf(' '))));
      const id = 'pages:hands-out';
      expect(received).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ eventType: 'connected', principalIdentifier: `${account}/${id}/${id}` }),
          expect.objectContaining({ eventType: 'disconnected', principalIdentifier: `${account}/${id}/${id}` }),
          { principal: id, client: 'pages-2', ip: expect.stringContaining('127.0.0.1') },
        ]),
      );
      const connects = foreign().platform.events.filter(
        ({ kind, clientId }) => kind === 'connected' && clientId === 'pages-2',
      );
      expect(connects).toMatchObject([{ protocol: 'WebSocket, MQTT 3.1.1' }]);
      await device.client.endAsync();
    });
  });
}
