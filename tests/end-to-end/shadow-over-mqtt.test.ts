import { randomUUID } from 'node:crypto';
import { DeleteThingCommand, DescribeThingCommand, IoTClient } from '@aws-sdk/client-iot';
import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  IoTDataPlaneServiceException,
  ListNamedShadowsForThingCommand,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';
import { requestByHttps } from './https-devices';
import { connectRecording } from './recording-client';

jest.setTimeout(60_000);

const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
// Terraform replaces the escape sequence $${ with ${ in a policy
const own = '$aws/things/$${iot:Connection.Thing.ThingName}/shadow/*';

/** `lamp` may use its shadow over MQTT, and `panel` its shadow over HTTP; `spare` is a thing without a certificate. */
const resource = together(
  deviceOf('lamp', [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn('client/$${iot:Connection.Thing.ThingName}') },
    { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: arn(`topic/${own}`) },
    { Effect: 'Allow', Action: 'iot:Subscribe', Resource: arn(`topicfilter/${own}`) },
  ]),
  deviceOf('panel', [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn('client/panel') },
    { Effect: 'Allow', Action: ['iot:UpdateThingShadow', 'iot:GetThingShadow'], Resource: arn('thing/panel') },
  ]),
  { aws_iot_thing: { spare: { name: 'spare' } } },
);

interface ReceivedMessage {
  topic: string;
  payload: Buffer;
}

let theirs: ForeignPlatform;
let lamp: MqttClient;
const received: ReceivedMessage[] = [];

beforeAll(async () => {
  // disable quotas, because the tests exceed AWS IoT's request quotas
  theirs = await startForeignPlatform({ resource, variable: { lamp_csr: {}, panel_csr: {} } }, ['--quotas', 'off']);
  lamp = await connectDevice(theirs.platform.mqttUrl, identityOf(theirs.platform.directory, 'lamp'));
  lamp.on('message', (topic, payload) => received.push({ topic, payload }));
  await lamp.subscribeAsync('$aws/things/lamp/shadow/#', { qos: 1 });
});
afterAll(async () => {
  lamp?.end(true);
  await theirs?.stop();
});

const base = '$aws/things/lamp/shadow';

/** Sends a request and returns the shadow's response, with the topic below `shadow`. Ignores the request, which also arrives. */
async function ask(operation: string, payload: string | Buffer, shadow = base) {
  const from = received.length;
  await lamp.publishAsync(`${shadow}/${operation}`, payload, { qos: 1 });
  const answers = [`${shadow}/${operation}/accepted`, `${shadow}/${operation}/rejected`];
  const answer = await poll(() => received.slice(from).find(({ topic }) => answers.includes(topic)), 'a response', 3);
  const body: unknown = JSON.parse(answer.payload.toString());
  return { to: answer.topic.slice(shadow.length + 1), body };
}

const update = (document: object, shadow?: string) => ask('update', JSON.stringify(document), shadow);

const nest = (levels: number): object => (levels === 0 ? { end: 1 } : { deeper: nest(levels - 1) });

const rejectionOf = (operation: string, code: number, message: string, more: object = {}) => ({
  to: `${operation}/rejected`,
  body: { code, message, timestamp: expect.any(Number), ...more },
});

// AWS IoT developer guide, device-shadow-error-messages
describe('a shadow that receives invalid updates', () => {
  const text = JSON.stringify;
  const long = 'x'.repeat(65);

  test.each<[string, string | Buffer, number, string]>([
    ['that is not JSON', '{"state": {', 400, 'Invalid JSON'],
    ['that is empty', '', 400, 'Invalid JSON'],
    [
      'that is not UTF-8',
      Buffer.from([0x7b, 0xff, 0x7d]),
      415,
      'Unsupported documented encoding; supported encoding is UTF-8',
    ],
    ['without a state', '{}', 400, 'Missing required node: state'],
    ['with a state that is a list', text({ state: [] }), 400, 'State node must be an object'],
    ['with a desired string', text({ state: { desired: 'on' } }), 400, 'Desired node must be an object'],
    ['with a reported number', text({ state: { reported: 1 } }), 400, 'Reported node must be an object'],
    [
      'larger than 8 KiB',
      text({ state: { reported: { note: 'x'.repeat(8192) } } }),
      413,
      'The payload exceeds the maximum size allowed',
    ],
    [
      'nested too deep',
      text({ state: { reported: nest(8) } }),
      400,
      'JSON contains too many levels of nesting; maximum is 6',
    ],
    ['with null in a list', text({ state: { desired: { list: [1, null] } } }), 400, 'State contains an invalid node'],
    ['with an unknown section', text({ state: { wanted: {} } }), 400, 'State contains an invalid node'],
    ['with a client token of 65 bytes', text({ state: {}, clientToken: long }), 400, 'Invalid clientToken'],
    ['with a client token that is not a string', text({ state: {}, clientToken: 7 }), 400, 'Invalid clientToken'],
    ['with a version that is not a number', text({ state: {}, version: 'one' }), 400, 'Invalid version'],
    ['with a version other than the current version', text({ state: {}, version: 77 }), 409, 'Version conflict'],
  ])('rejects an update %s', async (_what, payload, code, message) => {
    expect(await ask('update', payload)).toEqual(rejectionOf('update', code, message));
  });

  test('returns the client token of the rejected update', async () => {
    const conflict = rejectionOf('update', 409, 'Version conflict', { clientToken: 'mine' });
    expect(await update({ state: {}, version: 77, clientToken: 'mine' })).toEqual(conflict);
  });

  test('does not create a shadow for a rejected update', async () => {
    expect(await ask('get', '')).toEqual(rejectionOf('get', 404, "No shadow exists with name: 'lamp'"));
  });
});

describe('a shadow', () => {
  test('creates, reads and deletes a shadow, and continues the version numbers of a shadow that is created again', async () => {
    expect(await update({ state: { desired: { power: true } }, clientToken: 'a' })).toMatchObject({
      to: 'update/accepted',
      body: { state: { desired: { power: true } }, version: 1, clientToken: 'a' },
    });
    expect(await ask('get', '{"clientToken": "b"}')).toMatchObject({
      to: 'get/accepted',
      body: { state: { desired: { power: true }, delta: { power: true } }, version: 1, clientToken: 'b' },
    });
    expect(await ask('delete', '')).toEqual({
      to: 'delete/accepted',
      body: { version: 1, timestamp: expect.any(Number) },
    });
    expect(await ask('get', '')).toEqual(rejectionOf('get', 404, "No shadow exists with name: 'lamp'"));
    expect(await ask('delete', '')).toEqual(rejectionOf('delete', 404, "No shadow exists with name: 'lamp'"));
    expect(await update({ state: { reported: { power: false } } })).toMatchObject({ body: { version: 3 } });
  });

  test('keeps a named shadow separate from the unnamed shadow', async () => {
    const named = `${base}/name/settings`;
    expect(await ask('get', '', named)).toEqual(rejectionOf('get', 404, "No shadow exists with name: 'settings'"));
    expect(await update({ state: { reported: { volume: 3 } } }, named)).toMatchObject({ body: { version: 1 } });
    expect(await ask('get', '', named)).toMatchObject({ body: { state: { reported: { volume: 3 } } } });
  });

  test('publishes the delta and the documents after an accepted update', async () => {
    const from = received.length;
    await update({ state: { desired: { colour: 'red' }, reported: { colour: 'blue' } } });
    const topics = () => received.slice(from).map(({ topic }) => topic.slice(base.length + 1));
    await poll(() => (topics().length >= 4 ? true : undefined), 'four messages');
    // the filter also matches the request
    expect(topics().sort()).toEqual(['update', 'update/accepted', 'update/delta', 'update/documents']);
  });
});

/** Returns the error that a call causes, as the SDK parses it. */
async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof IoTDataPlaneServiceException)) throw new Error(`not an AWS IoT error: ${String(error)}`);
  return { name: error.name, status: error.$metadata.httpStatusCode, message: error.message };
}

describe('the shadow API over HTTP', () => {
  const put = (payload: string | Buffer, thingName = 'lamp') =>
    theirs.clients.iotData.send(new UpdateThingShadowCommand({ thingName, payload: Buffer.from(payload) }));
  const get = (thingName: string, shadowName?: string) =>
    theirs.clients.iotData.send(
      new GetThingShadowCommand({ thingName, ...(shadowName === undefined ? {} : { shadowName }) }),
    );

  test.each([
    ['no JSON', '{', 'InvalidRequestException', 400, 'Invalid JSON'],
    ['another version', '{"state":{},"version":99}', 'ConflictException', 409, 'Version conflict'],
    [
      'more than 8 KiB',
      JSON.stringify({ state: { reported: { note: 'x'.repeat(8192) } } }),
      'RequestEntityTooLargeException',
      413,
      'The payload exceeds the maximum size allowed',
    ],
    [
      'bytes that are not UTF-8',
      Buffer.from([0xff]),
      'UnsupportedDocumentEncodingException',
      415,
      'Unsupported documented encoding; supported encoding is UTF-8',
    ],
  ])(
    'an update with %s is rejected, and nothing is published to devices',
    async (_what, payload, name, status, message) => {
      const from = received.length;
      expect(await refusal(put(payload))).toEqual({ name, status, message });
      // wait for a response, because any message that was sent earlier arrives before the response
      await ask('get', '');
      expect(received.slice(from).filter(({ topic }) => topic.includes('/update/'))).toEqual([]);
    },
  );

  test('an unknown shadow is not found, and cannot be deleted', async () => {
    const absent = { name: 'ResourceNotFoundException', status: 404, message: "No shadow exists with name: 'unknown'" };
    expect(await refusal(get('unknown'))).toEqual(absent);
    expect(await refusal(get('lamp', 'unknown'))).toEqual(absent);
    const remove = new DeleteThingShadowCommand({ thingName: 'unknown' });
    expect(await refusal(theirs.clients.iotData.send(remove))).toEqual(absent);
  });

  test('an update reaches the device, and the shadow can be read by name', async () => {
    const from = received.length;
    const token = randomUUID();
    await put(JSON.stringify({ state: { desired: { scene: 'evening' } }, clientToken: token }));
    const accepted = await poll(
      () => received.slice(from).find(({ topic }) => topic === `${base}/update/accepted`),
      'the update',
    );
    expect(JSON.parse(accepted.payload.toString())).toMatchObject({ clientToken: token });
    const { payload } = await get('lamp');
    expect(JSON.parse(Buffer.from(payload ?? []).toString())).toMatchObject({
      state: { desired: { scene: 'evening' }, delta: { scene: 'evening' } },
    });
    const names = new ListNamedShadowsForThingCommand({ thingName: 'lamp' });
    expect((await theirs.clients.iotData.send(names)).results).toEqual(['settings']);
  });

  // "Deleting a thing does not delete its shadow" (API reference, "DeleteThing")
  test('the shadow of a deleted thing is kept', async () => {
    const { platform, clients } = theirs;
    const credentials = await clients.lambda.config.credentials();
    const iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials });
    await put('{"state":{"reported":{"on":true}}}', 'spare');
    await iot.send(new DeleteThingCommand({ thingName: 'spare' }));
    await expect(iot.send(new DescribeThingCommand({ thingName: 'spare' }))).rejects.toThrow('not found');
    const { payload } = await get('spare');
    expect(JSON.parse(Buffer.from(payload ?? []).toString())).toMatchObject({ state: { reported: { on: true } } });
    iot.destroy();
  });

  test('an unknown thing has no named shadows', async () => {
    const list = new ListNamedShadowsForThingCommand({ thingName: 'unknown' });
    expect((await theirs.clients.iotData.send(list)).results).toEqual([]);
  });

  test('shadow actions are checked only over HTTP, and topic actions only over MQTT', async () => {
    const update = async (thing: string) =>
      (await requestByHttps(theirs, thing, { path: `/things/${thing}/shadow`, body: '{"state":{}}' })).status;
    expect([await update('panel'), await update('lamp')]).toEqual([200, 403]);
    const { client } = await connectRecording(theirs, 'panel', { protocolVersion: 5 });
    const ask = client.publishAsync('$aws/things/panel/shadow/get', '', { qos: 1 });
    await expect(ask).rejects.toThrow('Not authorized');
    client.end(true);
  });

  test('named shadows are listed page by page', async () => {
    const kept = ['paged-1', 'paged-2', 'paged-3'];
    for (const name of kept) await update({ state: { reported: { on: true } } }, `${base}/name/${name}`);
    const list = (nextToken?: string) =>
      theirs.clients.iotData.send(new ListNamedShadowsForThingCommand({ thingName: 'lamp', pageSize: 2, nextToken }));
    const listed: string[] = [];
    for (let page = await list(); ; page = await list(page.nextToken)) {
      listed.push(...(page.results ?? []));
      expect(page.results?.length).toBeLessThanOrEqual(2);
      expect(Number.isInteger(page.timestamp)).toBe(true);
      if (page.nextToken === undefined) break;
    }
    expect(listed).toEqual([...kept, 'settings']);
  });

  test.each([
    [{ thingName: 'lamp', pageSize: 0 }, 'invalid pageSize: expected an integer from 1 to 100'],
    [{ thingName: 'lamp', pageSize: 101 }, 'invalid pageSize: expected an integer from 1 to 100'],
    [{ thingName: 'no.thing' }, 'invalid thing name "no.thing"'],
  ])('a request for the named shadows of %j is rejected', async (input, message) => {
    const list = theirs.clients.iotData.send(new ListNamedShadowsForThingCommand(input));
    await expect(list).rejects.toMatchObject({ name: 'InvalidRequestException', message });
  });
});
