import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { AddPermissionCommand, InvokeCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type EventLine, type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import { type Clients, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { dev } from '../../config/dev';
import { environmentNamed } from '../../config/environments';
import { names } from '../../config/names';
import { basicIngest, measurementsRule, sensorTopic, shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { commandServer } from '../command-process';
import { iamOf, withoutServices } from './removed-statements';

jest.setTimeout(60_000);

const root = process.cwd();
const topic = sensorTopic({ kind: 'temp', room: 'room1' });

let directory: string;
let platform: LocalAwsProcess;
let clients: Clients;
let sensor: MqttClient;
const commands = commandServer();
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'himeshima-telemetry-'));
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory, args: ['--quotas', 'off'] });
  clients = clientsOf(platform);
  sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
});
afterAll(async () => {
  await commands.end();
  await sensor?.endAsync(true);
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const at = Date.UTC(2026, 10, 24);
const measure = (moment: number, value: number, to = topic) =>
  sensor.publishAsync(to, JSON.stringify({ v: 1, at: at + moment, value }), { qos: 1 });

async function readings(): Promise<number[]> {
  const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: 'readings' }));
  return Items.map(({ measuredAt }) => Number(measuredAt?.N) - at).sort((a, b) => a - b);
}

async function room(): Promise<{ readings: number; total: number }> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: 'room1/temp' } } });
  const { Item } = await clients.dynamodb.send(get);
  return { readings: Number(Item?.['readings']?.N ?? 0), total: Number(Item?.['total']?.N ?? 0) };
}

const waitForReadings = (moments: readonly number[]) =>
  poll(async () => (JSON.stringify(await readings()) === JSON.stringify(moments) ? true : undefined), `${moments}`);

/** Returns the shadows that a Firehose delivery wrote to the archive. */
async function archivedLines({ bucket, key }: EventLine): Promise<unknown[]> {
  const { credentials } = clients.dynamodb.config;
  const s3 = new S3Client({ endpoint: platform.endpoint, region: clients.region, credentials, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: String(bucket), Key: String(key) }));
  const lines = gunzipSync((await Body?.transformToByteArray()) ?? '')
    .toString('utf8')
    .trimEnd();
  return lines.split('\n').map((line): unknown => JSON.parse(line));
}

const redrive = () =>
  commands.run('redrive', [], { AWS_CONFIG_FILE: join(directory, 'aws-config'), AWS_PROFILE: 'himeshima' });

describe('a measurement', () => {
  test('stores and counts a measurement that arrives on a topic or through Basic Ingest', async () => {
    await measure(1, 20);
    // wait, because the next measurement could otherwise be in the same batch
    const event = await platform.event((event) => event['table'] === 'readings', 'the event about the stored item');
    expect(event).toMatchObject({
      kind: 'table-written',
      operation: 'put',
      item: expect.stringContaining('sensor: sensor-1/temp'),
    });
    await measure(2, 21.5, basicIngest(measurementsRule, topic));
    await waitForReadings([1, 2]);
    await poll(async () => ((await room()).readings === 2 ? true : undefined), 'counted');
    expect(await room()).toEqual({ readings: 2, total: 41.5 });
    const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: 'readings' }));
    expect(Items).toContainEqual(expect.objectContaining({ sensor: { S: 'sensor-1/temp' }, value: { N: '21.5' } }));
  });

  test('stores a measurement once if it arrives twice', async () => {
    await measure(2, 21.5);
    await measure(3, 22);
    await waitForReadings([1, 2, 3]);
  });

  test('also sends a measurement above the limit to the alert topic, unless the measurement arrives through Basic Ingest', async () => {
    await measure(4, 61, basicIngest(measurementsRule, topic));
    await measure(4, 61);
    const alert = await platform.event((event) => event.kind === 'notification', 'an alert');
    expect(alert).toMatchObject({ topic: 'alerts', message: expect.stringContaining('"value":61') });
    await waitForReadings([1, 2, 3, 4]);
    const matched = platform.events.filter(({ kind }) => kind === 'rule-matched').map(({ rule }) => rule);
    expect(matched.slice(-3).sort()).toEqual(['telemetry', 'telemetry', 'too_hot']);
  });

  test("rejects a measurement for a room other than the thing's own room", async () => {
    const elsewhere = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    elsewhere.publish(sensorTopic({ kind: 'temp', room: 'room2' }), '{}', { qos: 1 });
    const denial = await platform.event(
      (event) => event.kind === 'refused' && event['resource'] === 'topic/Sensor/temp/room2',
      'refused',
    );
    expect(denial).toMatchObject({ who: 'light-1', action: 'iot:Publish' });
    await elsewhere.endAsync(true);
  });

  test('rejects a measurement with the retain flag, because no device has that permission', async () => {
    const own = sensorTopic({ kind: 'temp', room: 'room1' });
    sensor.publish(own, '{}', { qos: 1, retain: true });
    const denial = await platform.event(
      ({ kind, action }) => kind === 'refused' && action === 'iot:RetainPublish',
      'refused',
    );
    expect(denial).toMatchObject({ who: 'sensor-1', resource: `topic/${own}` });
    // the broker has closed the connection
    await sensor.endAsync(true);
    sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
  });
});

describe('a changed shadow', () => {
  test('keeps a changed shadow temporarily in the table, and longer in the archive', async () => {
    const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    await light.publishAsync(shadowTopics('light-1').update, '{"state":{"reported":{"brightness":7}}}', { qos: 1 });
    await light.endAsync();
    const scan = new ScanCommand({ TableName: 'shadow-history' });
    const [item] = await poll(async () => {
      const { Items = [] } = await clients.dynamodb.send(scan);
      return Items.length > 0 ? Items : undefined;
    }, 'a change');
    const kept = Number(item?.['expiresAt']?.N) - Date.now() / 1000;
    expect(Math.round(kept / 86_400)).toBe(dev.retention.shadowHistory.seconds / 86_400);

    await platform.setSpeed(300);
    const isShadows = ({ kind, stream }: EventLine) => kind === 'delivered' && stream === 'shadow-archive';
    const delivered = await platform.event(isShadows, 'delivered', 20);
    await platform.setSpeed(1);
    expect(delivered).toMatchObject({ records: 1 });
    expect(await archivedLines(delivered)).toEqual([
      expect.objectContaining({
        thing: 'light-1',
        current: expect.objectContaining({ state: { reported: { brightness: 7 } } }),
      }),
    ]);
  });
});

describe('Device Defender', () => {
  test('reports a device that sends too much, probes permissions and reconnects too often, and reports when the violation stops', async () => {
    const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    const report = '{"state":{"reported":{"brightness":1}}}';
    await Promise.all(
      Array.from({ length: 601 }, () => light.publishAsync(shadowTopics('light-1').update, report, { qos: 1 })),
    );
    for (const other of ['a', 'b', 'c', 'd', 'e', 'f'])
      await light.subscribeAsync(`stolen/${other}`).catch(() => undefined);
    // the shadow rejects this update, but Device Defender still counts the message
    await light.publishAsync(shadowTopics('light-1').update, ' '.repeat(8 * 1024 + 1), { qos: 1 });
    await light.endAsync();
    for (let times = 0; times < 21; times += 1)
      await (await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'))).endAsync();
    await platform.setSpeed(300);
    const violation = (behaviour: string, state: string) =>
      platform.event(
        (event) => event.kind === 'violation' && event['behaviour'] === behaviour && event['state'] === state,
        `${behaviour} ${state}`,
        20,
      );
    const behaviours = ['message-size', 'message-rate', 'authorization-failures', 'connection-attempts', 'disconnects'];
    for (const behaviour of behaviours)
      for (const state of ['in-alarm', 'alarm-cleared'])
        expect(await violation(behaviour, state)).toMatchObject({ thing: 'light-1', profile: 'every-device' });
    await platform.setSpeed(1);
    const alert = await platform.event(
      (event) => event.kind === 'notification' && String(event['message']).includes('"in-alarm"'),
      'the violation as an alert',
    );
    expect(alert).toMatchObject({ topic: 'alerts' });
  });
});

describe('npm run redrive', () => {
  test('redrives every action type and an event exactly once after missing permissions are restored', async () => {
    const from = platform.events.length;
    const eventsOf = (kind: string) => platform.events.slice(from).filter((event) => event.kind === kind);
    const credentials = await clients.dynamodb.config.credentials();
    const iam = iamOf({ endpoint: platform.endpoint, region: clients.region, credentials });
    const roles = ['rule-telemetry', 'rule-too-hot', 'rule-shadow-documents', 'power-on'].map(names.role);
    const run = async () => {
      await measure(5, 66);
      const report = '{"state":{"reported":{"battery":80}}}';
      await sensor.publishAsync(shadowTopics('sensor-1').update, report, { qos: 1 });
      const event = { thing: 'light-9', receivedAt: at, traceId: 't', state: { reported: { power: true } } };
      const Payload = Buffer.from(JSON.stringify(event));
      await clients.lambda.send(new InvokeCommand({ FunctionName: 'power-on', InvocationType: 'Event', Payload }));
      await poll(() => eventsOf('rule-failed').length === 5 || undefined, 'five actions that failed');
      await platform.setSpeed(300);
      await poll(() => eventsOf('queued')[0], 'the event in the failure queue');
      await platform.setSpeed(1);
    };
    await withoutServices(['dynamodb', 'firehose', 'kinesis', 'sns'], { iam, roles, run });
    const { code, stdout } = await redrive();
    const results = stdout
      .match(/(?<=✓ )(failed-events|rule-errors)|→.*/g)
      ?.join(' ')
      .split(/ (?=failed|rule)/)
      // the actions of a rule run concurrently, so they can fail in any order
      .map((line) => line.replace(/(?<=→ ).*(?= \()/, (actions) => actions.split(', ').sort().join(', ')));
    expect({ code, results: results?.sort() }).toEqual({
      code: 0,
      results: [
        'failed-events → power-on (1)',
        'rule-errors → alerts (1)',
        'rule-errors → measurement-archive, telemetry (1)',
        'rule-errors → shadow-archive, shadow-history (1)',
      ],
    });
    await waitForReadings([1, 2, 3, 4, 5]);
    const itemsOf = async (table: string, thing: string) => {
      const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: table }));
      return Items.filter((item) => item['thing']?.S === thing);
    };
    await poll(async () => (await itemsOf('device-power', 'light-9'))[0], 'the device-power item for light-9');
    expect(await itemsOf('shadow-history', 'sensor-1')).toHaveLength(1);
    const alerts = () => eventsOf('notification').filter(({ message }) => String(message).includes('"value":66'));
    await poll(() => alerts()[0], 'an alert');
    await platform.setSpeed(300);
    for (const [stream, line] of Object.entries({
      'shadow-archive': { thing: 'sensor-1' },
      'measurement-archive': { thing: 'sensor-1', value: 66 },
    })) {
      const delivered = await poll(() => eventsOf('delivered').findLast((event) => event['stream'] === stream), stream);
      expect(await archivedLines(delivered)).toEqual([expect.objectContaining(line)]);
    }
    await platform.setSpeed(1);
    expect(await redrive()).toMatchObject({ code: 0, stdout: '0 redriven, 0 failed\n' });
    expect(alerts()).toHaveLength(1);
  });

  test('redrives a parked record, which does not block other records', async () => {
    await platform.setSpeed(60);
    await sensor.publishAsync(topic, JSON.stringify({ v: 9, at, value: 1 }), { qos: 1 });
    await measure(6, 20);
    const waitForParked = (count: number) =>
      poll(() => {
        const seen = platform.events.filter((event) => event.kind === 'parked');
        return seen.length >= count ? seen : undefined;
      }, `${count} parked`);
    expect(await waitForParked(1)).toEqual([
      expect.objectContaining({ bucket: expect.stringContaining('telemetry-failures'), why: 'RetryAttemptsExhausted' }),
    ]);
    await waitForReadings([1, 2, 3, 4, 5, 6]);
    expect(await redrive()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/✓ \S*telemetry-failures\S* → telemetry \(1\)\n1 redriven, 0 failed/),
    });
    // the redriven record still fails, so it is parked again
    await waitForParked(2);
    await platform.setSpeed(1);
  });

  test('redrives a failed rule action after the cause is fixed', async () => {
    const permission = { FunctionName: 'power-on', StatementId: 'rule-power_on' };
    await clients.lambda.send(new RemovePermissionCommand(permission));
    const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    const report = JSON.stringify({ state: { reported: { power: true } } });
    await light.publishAsync(shadowTopics('light-1').update, report, { qos: 1 });
    await platform.event((event) => event.kind === 'rule-failed' && event['rule'] === 'power_on', 'the rule failed');
    await light.endAsync();
    await clients.lambda.send(
      new AddPermissionCommand({ ...permission, Action: 'lambda:InvokeFunction', Principal: 'iot.amazonaws.com' }),
    );
    expect(await redrive()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/✓ rule-errors\S* → power-on \(1\)/),
    });
    const get = new GetItemCommand({ TableName: 'device-power', Key: { thing: { S: 'light-1' } } });
    await poll(async () => (await clients.dynamodb.send(get)).Item, 'device-power of light-1');
  });
});
