import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { type Clients, claimOf, clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { sensorTopic } from '../../contracts/topics';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { makeKey, type NewDevice, openClaim, ProvisioningRejectedError, provision } from '../../devices/provision';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-provisioning-'));
let platform: LocalAwsProcess;
let clients: Clients;
async function start(): Promise<void> {
  platform = await startPlatformProcess({
    root,
    directory,
    args: ['--data', join(directory, 'data'), '--quotas', 'off'],
  });
  clients = clientsOf(platform);
}
beforeAll(start, 90_000);
afterAll(async () => {
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

let count = 0;
/** Registers a manufactured device. */
async function manufacture(type: 'light' | 'sensor', kind?: string): Promise<NewDevice> {
  count += 1;
  const serial = `SERIAL${count}`;
  const item = { serial: { S: serial }, type: { S: type }, ...(kind === undefined ? {} : { kind: { S: kind } }) };
  await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item: item }));
  return unknown(type, serial);
}
const unknown = (template: string, serial: string): NewDevice => ({
  claim: claimOf(platform.directory),
  serial,
  template,
  ...(template === 'sensor' ? { parameters: { Kind: 'humidity', Room: 'room1' } } : {}),
});

/** Returns the status, code and message of a rejection. */
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'not refused',
    (error: unknown) =>
      error instanceof ProvisioningRejectedError
        ? `${error.statusCode} ${error.errorCode}: ${error.message}`
        : String(error),
  );
const denied = '403 AccessDenied: Access Denied';
const wrongToken = '400 InvalidCertificateOwnershipToken: Certificate ownership token is invalid or has expired.';

/** Calls `run` with a claim connection that has requested a certificate. */
async function withCertificate<Result>(
  device: NewDevice,
  run: (session: Awaited<ReturnType<typeof openClaim>>, token: string) => Promise<Result>,
): Promise<Result> {
  const session = await openClaim(platform.mqttUrl, device);
  try {
    const { csr } = await makeKey(device.serial);
    return await run(session, (await session.certify(csr)).certificateOwnershipToken);
  } finally {
    await session.end();
  }
}

/** Returns whether the broker accepts a message instead of closing the connection. */
async function acceptsMessage(identity: DeviceIdentity, topic: string, payload: object = {}): Promise<boolean> {
  const client = await connectDevice(platform.mqttUrl, identity);
  client.on('error', () => client.end(true));
  const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(false)));
  const isAccepted = client.publishAsync(topic, JSON.stringify(payload), { qos: 1 }).then(
    () => true,
    () => false,
  );
  const result = await Promise.race([isAccepted, closed]);
  await client.endAsync(true);
  return result;
}

describe('a new device', () => {
  test('provisions a new device, which reconnects with the new certificate and sends measurements', async () => {
    const device = await manufacture('sensor', 'temp');
    const identity = await provision(platform.mqttUrl, device);
    expect(identity.thing).toBe(`sensor-${device.serial}`);
    expect(new X509Certificate(identity.certificate).publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');

    // the factory sets the kind of sensor, and the device sets its room
    const at = Date.parse('2026-01-01T00:00:00Z');
    expect(await acceptsMessage(identity, sensorTopic({ kind: 'temp', room: 'room1' }), { v: 1, at, value: 21 })).toBe(
      true,
    );
    const Key = { sensor: { S: `${identity.thing}/temp` }, measuredAt: { N: String(at) } };
    const reading = await poll(
      async () => (await clients.dynamodb.send(new GetItemCommand({ TableName: 'readings', Key }))).Item,
      'the reading',
    );
    expect(reading['value']?.N).toBe('21');
    expect(
      await acceptsMessage(identity, sensorTopic({ kind: 'humidity', room: 'room1' }), { v: 1, at, value: 21 }),
    ).toBe(false);
  });

  test('allows a new light to use only its own shadow', async () => {
    const identity = await provision(platform.mqttUrl, await manufacture('light'));
    const shadow = (thing: string) => `$aws/things/${thing}/shadow/update`;
    const report = { state: { reported: { power: false } } };
    expect(await acceptsMessage(identity, shadow(identity.thing), report)).toBe(true);
    expect(await acceptsMessage(identity, shadow('light-1'), report)).toBe(false);
    expect(await acceptsMessage(identity, sensorTopic({ kind: 'temp', room: 'room1' }))).toBe(false);
  });

  test.each([
    ['with an unknown serial number', async () => unknown('light', 'NOBODY1')],
    ['with an invalid serial number', async () => unknown('light', 'a/b')],
    ['of another device kind', async () => ({ ...(await manufacture('light')), template: 'sensor' })],
    ['with a serial number that is in use', provisionedDevice],
  ])("rejects a device %s with AWS's response", async (_who, device) => {
    expect(await refusal(provision(platform.mqttUrl, await device()))).toBe(denied);
  });

  async function provisionedDevice(): Promise<NewDevice> {
    const device = await manufacture('light');
    await provision(platform.mqttUrl, device);
    return device;
  }
});

describe('an ownership token', () => {
  test('accepts an ownership token once', async () => {
    const answers = await withCertificate(await manufacture('light'), async (session, token) => [
      await session.register(token),
      await refusal(session.register(token)),
    ]);
    expect(answers).toEqual([expect.stringMatching(/^light-SERIAL/), wrongToken]);
  });

  test('keeps an ownership token valid after the rejection of a device', async () => {
    const device = unknown('light', 'LATECOMER');
    const answers = await withCertificate(device, async (session, token) => {
      const first = await refusal(session.register(token));
      const item = { serial: { S: device.serial }, type: { S: 'light' } };
      await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item: item }));
      return [first, await session.register(token)];
    });
    expect(answers).toEqual([denied, 'light-LATECOMER']);
  });

  test('rejects an ownership token of another device', async () => {
    const [owner, thief] = [await manufacture('light'), await manufacture('light')];
    const answer = await withCertificate(owner, (_, token) =>
      withCertificate(thief, (session) => refusal(session.register(token))),
    );
    expect(answer).toBe(wrongToken);
  });

  test('rejects an ownership token after an hour', async () => {
    const answer = await withCertificate(await manufacture('light'), async (session, token) => {
      await platform.advance(3600);
      return refusal(session.register(token));
    });
    expect(answer).toBe(wrongToken);
  });

  test('rejects an invented or missing ownership token', async () => {
    const answers = await withCertificate(await manufacture('light'), async (session) => [
      await refusal(session.register('made up')),
      await refusal(session.register('')),
    ]);
    expect(answers).toEqual([
      wrongToken,
      '400 InvalidCertificateOwnershipToken: Certificate ownership token cannot be empty.',
    ]);
  });
});

describe('a holder of the claim certificate', () => {
  const as = (clientId: string): DeviceIdentity => ({ ...claimOf(platform.directory), thing: clientId });

  test('issues no certificate without a valid signing request', async () => {
    const session = await openClaim(platform.mqttUrl, unknown('light', 'NOBODY2'));
    const answer = await refusal(session.certify('-----BEGIN'));
    await session.end();
    expect(answer).toBe('400 InvalidCertificateSigningRequest: The certificate signing request is not valid.');
  });

  test.each(['light-1', 'sensor-1', 'claim'])('the claim certificate cannot connect as %s', async (clientId) => {
    await expect(connectDevice(platform.mqttUrl, as(clientId))).rejects.toThrow('could not connect');
  });

  test.each([
    '$aws/things/light-1/shadow/update',
    'Sensor/temp/room1',
    '$aws/rules/telemetry/Sensor/temp/room1',
    '$aws/certificates/create/json',
    '$aws/certificates/create-from-csr/cbor',
    '$aws/provisioning-templates/light/provision/cbor',
    '$aws/provisioning-templates/light/provision/json/accepted',
  ])('the claim certificate cannot publish to %s', async (topic) => {
    expect(await acceptsMessage(as('provisioning-NOBODY3'), topic)).toBe(false);
  });

  test.each(['#', '$aws/certificates/#', '$aws/things/light-1/shadow/update', 'Sensor/temp/room1'])(
    'the claim certificate cannot subscribe to %s',
    async (filter) => {
      const client = await connectDevice(platform.mqttUrl, as('provisioning-NOBODY4'));
      const granted = await client.subscribeAsync(filter, { qos: 1 }).then(
        (grants) => grants.some(({ qos }) => qos < 128),
        () => false,
      );
      await client.endAsync();
      expect(granted).toBe(false);
    },
  );

  test('the claim certificate receives no responses to another device', async () => {
    const [device, other] = [
      await manufacture('light'),
      await openClaim(platform.mqttUrl, unknown('light', 'NOBODY5')),
    ];
    const received: string[] = [];
    other.client.on('message', (topic) => received.push(topic));
    await provision(platform.mqttUrl, device);
    await refusal(other.register('made up'));
    await other.end();
    expect(received).toEqual(['$aws/provisioning-templates/light/provision/json/rejected']);
  });
});

test('the platform still has a device’s certificate and thing after being killed and restarted', async () => {
  const identity = await provision(platform.mqttUrl, await manufacture('light'));
  process.kill(platform.pid, 'SIGKILL');
  await platform.stop();
  await start();
  expect(await acceptsMessage(identity, `$aws/things/${identity.thing}/shadow/update`, { state: {} })).toBe(true);
});

test('the platform has printed only its events', () => {
  expect(platform.complaints).toEqual([]);
});
