import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { IoTClient, SetDefaultAuthorizerCommand, UpdateAuthorizerCommand } from '@aws-sdk/client-iot';
import { savedSeries } from '@himeshima/datadog-monitors';
import { poll } from '@himeshima/local-aws/testing';
import { connect, ErrorWithReasonCode, type IClientOptions, type MqttClient } from 'mqtt';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const signatureOf = (token: string) => createSign('SHA256').update(token).sign(keys.privateKey, 'base64');

/**
 * Function that returns the results in the password or header, in order for each connection. The last result is
 * repeated. Throws if the password or header is not JSON.
 */
const gate = `const calls = new Map();
exports.handler = async ({ protocolData: { mqtt, http }, connectionMetadata: { id } }) => {
  const text = mqtt?.password === undefined ? http.headers['x-results'] : Buffer.from(mqtt.password, 'base64').toString();
  const results = JSON.parse(text);
  const call = calls.get(id) ?? 0;
  calls.set(id, call + 1);
  return results[Math.min(call, results.length - 1)];
};`;

let foreign: ForeignPlatform;
let iot: IoTClient;
let ca: string;
beforeAll(async () => {
  const functionArn = '${aws_lambda_function.gate.arn}';
  const unsigned = { authorizer_function_arn: functionArn, signing_disabled: true };
  foreign = await startForeignPlatform({
    resource: {
      aws_lambda_function: { gate: functionOf('gate'), closed: functionOf('closed') },
      aws_lambda_permission: {
        gate: {
          statement_id: 'iot',
          action: 'lambda:InvokeFunction',
          function_name: 'gate',
          principal: 'iot.amazonaws.com',
          source_account: account,
        },
      },
      aws_iot_authorizer: {
        gate: { name: 'gate', enable_caching_for_http: true, ...unsigned },
        always: { name: 'always', ...unsigned },
        signed: {
          name: 'signed',
          authorizer_function_arn: functionArn,
          token_key_name: 'my-token',
          token_signing_public_keys: { first: keys.publicKey },
        },
        inactive: { name: 'inactive', status: 'INACTIVE', ...unsigned },
        closed: {
          name: 'closed',
          signing_disabled: true,
          authorizer_function_arn: '${aws_lambda_function.closed.arn}',
        },
      },
      aws_iot_domain_configuration: {
        fleet: {
          name: 'fleet',
          domain_name: 'iot.example.com',
          server_certificate_arns: ['arn:aws:acm:eu-west-1:000000000000:certificate/1'],
          authorizer_config: { default_authorizer_name: 'gate', allow_authorizer_override: false },
        },
      },
    },
    zips: { gate, closed: gate },
  });
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials, maxAttempts: 1 });
  ca = readFileSync(join(platform.directory, 'ca.pem'), 'utf8');
}, 60_000);
afterAll(async () => {
  iot?.destroy();
  await foreign?.stop();
});

const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
/** Returns the result for a device that may use the topics below its own name. */
const admission = (name: string, more: object = {}) => ({
  isAuthenticated: true,
  principalId: name.replace(/\W/g, ''),
  policyDocuments: [
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iot:Connect', Resource: arn('client/${iot:ClientId}') },
        { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: arn(`topic/${name}/*`) },
        { Effect: 'Allow', Action: 'iot:Subscribe', Resource: arn(`topicfilter/${name}/*`) },
      ],
    },
  ],
  ...more,
});

interface Device {
  readonly clientId: string;
  readonly results?: readonly unknown[];
  readonly authorizer?: string;
  /** Further parameters in the user name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly options?: IClientOptions;
  /** URL of the broker, if it is not MQTT over TLS. */
  readonly url?: string;
}

const userOf = (authorizer: string | undefined, parameters: Readonly<Record<string, string>>) =>
  `me?${new URLSearchParams({ ...(authorizer !== undefined && { 'x-amz-customauthorizer-name': authorizer }), ...parameters })}`;

async function connectDevice({ clientId, url, ...device }: Device): Promise<MqttClient> {
  const { authorizer = 'gate', results = [admission(clientId)], parameters = {}, options } = device;
  const client = connect(url ?? foreign.platform.mqttUrl, {
    clientId,
    ca,
    reconnectPeriod: 0,
    username: userOf(authorizer, parameters),
    password: JSON.stringify(results),
    ...(url === undefined && { ALPNProtocols: ['mqtt'] }),
    ...options,
  });
  await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject).once('close', reject));
  client.on('error', () => undefined);
  return client;
}

/** Returns the code that the broker sends when it rejects a device. */
async function rejectionOf(device: Device): Promise<number | undefined> {
  try {
    await (await connectDevice(device)).endAsync();
    return undefined;
  } catch (error) {
    return error instanceof ErrorWithReasonCode ? error.code : undefined;
  }
}

const rejectionEvent = (who: string) =>
  foreign.platform.event((event) => event.kind === 'refused' && event['who'] === who, `the rejection of ${who}`);
const closing = (client: MqttClient) => new Promise((resolve) => client.once('close', () => resolve('closed')));
/** Returns the number of invocations of the function `gate` so far. */
async function invocations(): Promise<number> {
  const all = savedSeries(await (await fetch(`${foreign.platform.endpoint}/_local/metrics`)).json());
  const own = all.filter(({ metric, tags }) => metric === 'aws.lambda.invocations' && tags['functionname'] === 'gate');
  return own.flatMap(({ minutes }) => minutes).reduce((sum, minute) => sum + minute.sum, 0);
}

function ask(path: string, headers: Readonly<Record<string, string>>, { method = 'POST', agent = new Agent() } = {}) {
  const { hostname, port } = new URL(foreign.platform.mqttUrl);
  const tls = { ca, ALPNProtocols: ['http/1.1'] };
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent, ...tls }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : 'x');
  });
}
const byHttp = (device: object) => ({ 'x-amz-customauthorizer-name': 'gate', 'x-results': JSON.stringify([device]) });

describe('a device that a custom authorizer authenticates', () => {
  test.each([4, 5] as const)(
    'publishes and receives what its policies allow, over MQTT (version %i)',
    async (version) => {
      const clientId = `sensor-v${version}`;
      const client = await connectDevice({ clientId, options: { protocolVersion: version } });
      const received: string[] = [];
      client.on('message', (topic, payload) => received.push(`${topic} ${payload}`));
      await client.subscribeAsync(`${clientId}/+`, { qos: 1 });
      await client.publishAsync(`${clientId}/data`, 'x', { qos: 1 });
      await poll(() => received.length > 0 || undefined, 'the message');
      expect(received).toEqual([`${clientId}/data x`]);
      await expect(client.subscribeAsync('other/+', { qos: 1 })).rejects.toThrow();
      client.publish('other/data', 'x', { qos: 1 }, () => undefined);
      const denied = await foreign.platform.event(
        ({ kind, who, resource }) => kind === 'refused' && who === clientId && resource === 'topic/other/data',
        'the denied message',
      );
      expect(denied).toMatchObject({
        reason: expect.stringContaining(`principal sensorv${version} is not authorized to perform: iot:Publish`),
        policies: ['policyDocuments[0]'],
      });
      await client.endAsync(true);
    },
  );

  test('connects with a signed token, and is rejected without a valid signature', async () => {
    const signature = 'x-amz-customauthorizer-signature';
    const device = { clientId: 'signed-1', authorizer: 'signed' };
    const client = await connectDevice({ ...device, parameters: { 'my-token': 't', [signature]: signatureOf('t') } });
    await client.endAsync();
    const before = await invocations();
    const wrong = { ...device, clientId: 'signed-2', parameters: { 'my-token': 'u', [signature]: signatureOf('t') } };
    expect(await rejectionOf(wrong)).toBe(5);
    expect(await rejectionEvent('signed-2')).toMatchObject({
      action: 'iot:Connect',
      resource: 'authorizer/signed',
      reason: expect.stringContaining('signature is invalid'),
    });
    expect(await invocations()).toBe(before);
  });

  test.each([
    ['a header', { headers: { 'x-amz-customauthorizer-name': 'gate' }, query: '' }],
    ['the query', { headers: {}, query: '?x-amz-customauthorizer-name=gate' }],
    ['the user name', { headers: {}, query: '' }],
  ])('connects over WebSocket if %s specifies the authorizer', async (where, { headers, query }) => {
    const clientId = `page-${where.replaceAll(' ', '-')}`;
    const url = `wss://${new URL(foreign.platform.mqttUrl).host}/mqtt${query}`;
    const username = where === 'the user name' ? userOf('gate', {}) : 'me';
    const client = await connectDevice({ clientId, url, options: { username, wsOptions: { ca, headers } } });
    await client.publishAsync(`${clientId}/data`, 'x', { qos: 1 });
    await client.endAsync();
  });

  test('is authenticated by the authorizer of its domain, and cannot select another one', async () => {
    const options = { servername: 'iot.example.com' };
    const client = await connectDevice({ clientId: 'domain-1', options: { ...options, username: 'me' } });
    await client.endAsync();
    expect(await rejectionOf({ clientId: 'domain-2', authorizer: 'always', options })).toBe(5);
    expect(await rejectionEvent('domain-2')).toMatchObject({ reason: expect.stringContaining('does not allow other') });
  });

  test('is authenticated by the default authorizer of the account', async () => {
    const options = { username: 'me' };
    expect(await rejectionOf({ clientId: 'default-1', options })).toBe(5);
    await iot.send(new SetDefaultAuthorizerCommand({ authorizerName: 'gate' }));
    const client = await connectDevice({ clientId: 'default-1', options });
    await client.endAsync();
  });

  test('publishes over HTTPS, but cannot read a shadow', async () => {
    const listener = await connectDevice({ clientId: 'http-1' });
    const received: string[] = [];
    listener.on('message', (topic) => received.push(topic));
    await listener.subscribeAsync('http-1/+', { qos: 1 });
    expect(await ask('/topics/http-1%2Fdata?qos=1', byHttp(admission('http-1')))).toMatchObject({ status: 200 });
    await poll(() => received.length > 0 || undefined, 'the message');
    expect(await ask('/topics/http-2%2Fdata?qos=1', byHttp(admission('http-1')))).toMatchObject({ status: 403 });
    const shadow = await ask('/things/http-1/shadow', byHttp(admission('http-1')), { method: 'GET' });
    expect(shadow).toMatchObject({ status: 403 });
    expect(await rejectionEvent('an HTTPS client')).toMatchObject({
      reason: expect.stringContaining('can only publish'),
    });
    await listener.endAsync();
  });

  test('is authenticated once per HTTPS connection if caching is enabled, until the refresh interval has passed', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const publish = async (authorizer: string, name = 'cached') => {
      const before = await invocations();
      const headers = {
        ...byHttp(admission(name, { refreshAfterInSeconds: 300 })),
        'x-amz-customauthorizer-name': authorizer,
      };
      const { status } = await ask('/topics/cached%2Fdata?qos=1', headers, { agent });
      return [status, (await invocations()) - before];
    };
    expect(await publish('gate')).toEqual([200, 1]);
    expect(await publish('gate')).toEqual([200, 0]);
    expect(await publish('gate', 'other')).toEqual([403, 1]);
    expect(await publish('gate')).toEqual([200, 1]);
    await foreign.platform.advance(300);
    expect(await publish('gate')).toEqual([200, 1]);
    expect(await publish('always')).toEqual([200, 1]);
    expect(await publish('always')).toEqual([200, 1]);
    agent.destroy();
  });
});

describe('the refresh of an authorization', () => {
  const often = { refreshAfterInSeconds: 300 };

  test('replaces the policies of the connection', async () => {
    const results = [admission('changing', often), admission('changed', often)];
    const client = await connectDevice({ clientId: 'changing', results, options: { protocolVersion: 5 } });
    await client.publishAsync('changing/1', 'x', { qos: 1 });
    await expect(client.publishAsync('changed/1', 'x', { qos: 1 })).rejects.toThrow();
    await foreign.platform.advance(300);
    await poll(
      () =>
        client.publishAsync('changed/1', 'x', { qos: 1 }).then(
          () => true,
          () => undefined,
        ),
      'the new policy',
    );
    await expect(client.publishAsync('changing/1', 'x', { qos: 1 })).rejects.toThrow();
    await client.endAsync();
  });

  test.each([
    ['the device is no longer authenticated', { isAuthenticated: false }, 'did not authenticate'],
    ['the function returns nonsense', { isAuthenticated: true }, 'principalId'],
  ])('closes the connection if %s', async (what, second, reason) => {
    const clientId = `lost-${what.length}`;
    const client = await connectDevice({ clientId, results: [admission(clientId, often), second] });
    const closed = closing(client);
    await foreign.platform.advance(300);
    expect(await closed).toBe('closed');
    expect(await rejectionEvent(clientId)).toMatchObject({ reason: expect.stringContaining(reason) });
  });

  test('closes the connection if the authorizer has been deactivated', async () => {
    const client = await connectDevice({ clientId: 'late', authorizer: 'always', results: [admission('late', often)] });
    const closed = closing(client);
    await iot.send(new UpdateAuthorizerCommand({ authorizerName: 'always', status: 'INACTIVE' }));
    await foreign.platform.advance(300);
    expect(await closed).toBe('closed');
    await iot.send(new UpdateAuthorizerCommand({ authorizerName: 'always', status: 'ACTIVE' }));
  });
});

test('a connection is closed after its maximum duration', async () => {
  const results = [admission('short', { disconnectAfterInSeconds: 300 })];
  const client = await connectDevice({ clientId: 'short', results, options: { protocolVersion: 5 } });
  const closed = closing(client);
  await foreign.platform.advance(299);
  await client.publishAsync('short/1', 'x', { qos: 1 });
  await foreign.platform.advance(1);
  expect(await closed).toBe('closed');
});

describe('a device is rejected', () => {
  test.each([
    ['does not exist', 'unknown-1', { authorizer: 'other' }, 'unknown authorizer "other"'],
    ['is inactive', 'inactive-1', { authorizer: 'inactive' }, 'the authorizer inactive is inactive'],
    [
      'may not invoke its function',
      'closed-1',
      { authorizer: 'closed' },
      'not authorized to perform: lambda:InvokeFunction',
    ],
    ['fails', 'failed-1', { options: { password: '{' } }, 'SyntaxError'],
    ['returns a long policy', 'long-1', { results: [admission('x', { policyDocuments: ['x'.repeat(2049)] })] }, '2048'],
    [
      'returns 11 policies',
      'many-1',
      { results: [admission('x', { policyDocuments: Array(11).fill('{}') })] },
      'at most 10',
    ],
    [
      'returns an invalid principal ID',
      'named-1',
      { results: [admission('x', { principalId: 'a b' })] },
      'letters and digits',
    ],
    ['does not allow it to connect', 'denied-1', { results: [admission('x', { policyDocuments: [] })] }, 'iot:Connect'],
  ])('if its authorizer %s', async (_, clientId, device, reason) => {
    expect(await rejectionOf({ clientId, ...device })).toBe(5);
    expect(await rejectionEvent(clientId)).toMatchObject({
      action: 'iot:Connect',
      reason: expect.stringContaining(reason),
    });
  });

  test('with reason code 0x87 in MQTT 5', async () => {
    const options: IClientOptions = { protocolVersion: 5 };
    expect(await rejectionOf({ clientId: 'five', results: [{ isAuthenticated: false }], options })).toBe(0x87);
  });

  test('with status 403 over HTTPS', async () => {
    const { status, body } = await ask('/topics/x?qos=1', byHttp({ isAuthenticated: false }));
    expect([status, JSON.parse(body).message]).toEqual([403, 'Forbidden']);
  });

  test('without revealing the fault in its CONNECT, which only an authenticated device receives', async () => {
    const will = { topic: 'a/+', payload: Buffer.from('x'), qos: 0 as const, retain: false };
    const options: IClientOptions = { protocolVersion: 5, will };
    expect(await rejectionOf({ clientId: 'will-1', results: [{ isAuthenticated: false }], options })).toBe(0x87);
    expect(await rejectionOf({ clientId: 'will-2', options })).toBe(0x90);
  });
});
