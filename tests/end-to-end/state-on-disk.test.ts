import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetThingShadowCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import * as z from 'zod';
import { type Clients, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { killCommands, runCommand } from '../command-process';

jest.setTimeout(60_000);

const root = process.cwd();
const account = '000000000000';
const directory = mkdtempSync(join(tmpdir(), 'himeshima-on-disk-'));
const data = join(directory, 'data');
const Metrics = z.record(z.string(), z.array(z.object({ sum: z.number() })));

let platform: LocalAwsProcess;
let clients: Clients;
let s3: S3Client;
async function start(): Promise<void> {
  platform = await startPlatformProcess({ root, directory, args: ['--data', data, '--quotas', 'off'] });
  clients = clientsOf(platform);
  const { credentials } = clients.dynamodb.config;
  s3 = new S3Client({ endpoint: platform.endpoint, region: clients.region, credentials, forcePathStyle: true });
}

/** Publishes messages with QoS 1, several in parallel, until all are sent or the connection closes. */
function pour(client: MqttClient, topic: string, payload: (turn: number) => object, turns: readonly number[]) {
  const acknowledged: number[] = [];
  const left = [...turns];
  const send = async () => {
    for (let turn = left.shift(); turn !== undefined; turn = left.shift()) {
      await client.publishAsync(topic, JSON.stringify(payload(turn)), { qos: 1 });
      acknowledged.push(turn);
    }
  };
  return { acknowledged, ended: Promise.allSettled(Array.from({ length: 20 }, send)) };
}

const firstMoment = Date.UTC(2026, 10, 24);
const turnsFrom = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const measure = (client: MqttClient, turns: readonly number[]) =>
  pour(
    client,
    sensorTopic({ kind: 'temp', room: 'room1' }),
    (turn) => ({ v: 1, at: firstMoment + turn, value: 1 }),
    turns,
  );
const report = (client: MqttClient, turns: readonly number[]) =>
  pour(client, shadowTopics('sensor-1').update, (turn) => ({ state: { reported: { turn } } }), turns);

/** Returns the timestamps of all readings, and their room's counter. */
async function storedReadings() {
  const moments = new Set<number>();
  let from: ScanCommand['input']['ExclusiveStartKey'];
  do {
    const scan = new ScanCommand({ TableName: 'readings', ExclusiveStartKey: from });
    const page = await clients.dynamodb.send(scan);
    for (const { measuredAt } of page.Items ?? []) moments.add(Number(measuredAt?.N) - firstMoment);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: 'room1/temp' } } });
  const { Item } = await clients.dynamodb.send(get);
  return { moments, counted: Number(Item?.['readings']?.N ?? 0) };
}

async function shadowOfSensor() {
  const { payload } = await clients.iotData.send(new GetThingShadowCommand({ thingName: 'sensor-1' }));
  const Shadow = z.object({ state: z.object({ reported: z.object({ turn: z.number() }) }), version: z.number() });
  return Shadow.parse(JSON.parse(Buffer.from(payload ?? '').toString('utf8')));
}

function session(thing: string): Promise<MqttClient> {
  const { key, certificate: cert, authority: ca } = identityOf(directory, thing);
  return connectAsync(platform.mqttUrl, { clientId: thing, key, cert, ca, clean: false, reconnectPeriod: 0 });
}

const queueUrl = async () =>
  (await clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'failed-events' }))).QueueUrl ?? '';
const object = { Bucket: `himeshima-dev-telemetry-failures-${account}`, Key: 'a/b' };

/** Fills a queue and a bucket, starts a waiting workflow, and creates a delta for an offline light. @returns the execution */
async function leaveBehind(): Promise<string | undefined> {
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(), MessageBody: 'kept' }));
  await s3.send(new PutObjectCommand({ ...object, Body: 'kept' }));
  const stateMachineArn = `arn:aws:states:${clients.region}:${account}:stateMachine:power-command`;
  const input = JSON.stringify({ thing: 'sensor-1', power: true });
  const { executionArn } = await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  const light = await session('light-1');
  await light.subscribeAsync(shadowTopics('light-1').delta, { qos: 1 });
  await light.endAsync();
  const payload = Buffer.from(JSON.stringify({ state: { desired: { brightness: 3 } } }));
  await clients.iotData.send(new UpdateThingShadowCommand({ thingName: 'light-1', payload }));
  return executionArn;
}

const killed = { measured: [0], reported: [0], execution: '' };
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  await start();
  killed.execution = (await leaveBehind()) ?? '';
  const sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
  const measured = measure(sensor, turnsFrom(0, 100_000));
  const reported = report(sensor, turnsFrom(0, 100_000));
  const enough = () => measured.acknowledged.length > 200 && reported.acknowledged.length > 200;
  await poll(() => enough() || undefined, 'load', 20);
  process.kill(platform.pid, 'SIGKILL');
  sensor.end(true);
  await Promise.all([measured.ended, reported.ended]);
  Object.assign(killed, { measured: measured.acknowledged, reported: reported.acknowledged });
  await start();
});
afterAll(async () => {
  killCommands();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('a platform that was killed under load and restarted with its data', () => {
  test('contains each acknowledged measurement exactly once, and accepts new measurements', async () => {
    const sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
    const later = measure(sensor, turnsFrom(200_000, 60));
    await later.ended;
    await sensor.endAsync();
    const acknowledged = [...killed.measured, ...later.acknowledged];
    const { moments, counted } = await poll(async () => {
      const now = await storedReadings();
      return acknowledged.every((turn) => now.moments.has(turn)) && now.counted >= now.moments.size ? now : undefined;
    }, 'all acknowledged measurements');
    expect(later.acknowledged).toHaveLength(60);
    expect(counted).toBe(moments.size);
  });

  test('contains each acknowledged shadow update', async () => {
    const { state, version } = await shadowOfSensor();
    expect(version).toBeGreaterThanOrEqual(killed.reported.length);
    // the last stored update might not have the highest number, because aedes handles packets of the same read in parallel
    expect(state.reported.turn).toBeGreaterThanOrEqual(Math.max(...killed.reported) - 20);
  });

  test('contains the messages in queues and the objects in buckets', async () => {
    const receive = new ReceiveMessageCommand({ QueueUrl: await queueUrl() });
    expect((await clients.sqs.send(receive)).Messages).toMatchObject([{ Body: 'kept' }]);
    const { Body } = await s3.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('kept');
  });

  test('resumes an interrupted workflow, so that the state of an expired command is not "waiting"', async () => {
    const command = killed.execution.split(':').at(-1) ?? '';
    const Key = { thing: { S: 'sensor-1' }, command: { S: command } };
    const stateOf = async () =>
      (await clients.dynamodb.send(new GetItemCommand({ TableName: 'commands', Key }))).Item?.['state']?.S;
    expect(await stateOf()).toBe('waiting');
    const ended = await poll(async () => {
      await platform.advance(60);
      const state = await stateOf();
      return state === 'waiting' ? undefined : state;
    }, 'the finished command');
    expect(ended).toBe('expired');
    const status = await poll(async () => {
      const execution = await clients.sfn.send(new DescribeExecutionCommand({ executionArn: killed.execution }));
      return execution.status === 'RUNNING' ? undefined : execution.status;
    }, 'the finished execution');
    expect(status).toBe('FAILED');
    const metrics = Metrics.parse(await (await fetch(`${platform.endpoint}/_local/metrics`)).json());
    const [failed] = Object.entries(metrics).filter(([name]) => name.startsWith('aws.states.executions_failed{'));
    expect(failed?.[1].reduce((all, { sum }) => all + sum, 0)).toBe(1);
  });

  test('sends the missed messages to a device that has a session', async () => {
    const light = await session('light-1');
    const missed: unknown[] = [];
    light.on('message', (_topic, payload) => missed.push(JSON.parse(payload.toString('utf8'))));
    await poll(() => missed[0], 'the delta');
    expect(missed).toMatchObject([{ state: { brightness: 3 } }]);
    await light.endAsync();
  });

  test('reports no undeclared resources', () => {
    expect(platform.complaints).toEqual([]);
    const [known, ...others] = platform.events.filter(({ kind }) => kind === 'note');
    expect(known).toMatchObject({ text: expect.stringContaining('no local service emits') });
    expect(others).toEqual([]);
  });

  test('locks the data folder; a second platform with the same folder exits with a one-line error', async () => {
    const apart = ['--dir', join(directory, 'another'), '--port', '0', '--mqtt-port', '0', '--api-port', '0'];
    const { code, stderr } = await runCommand('start', ['--data', data, ...apart], 20);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `✗ ${data}: in use by another local runtime; stop the other runtime, or choose another folder with --data\n`,
    });
  });
});

test('a folder that is not writable is rejected with a one-line error', async () => {
  const { code, stderr } = await runCommand('start', ['--data', '/proc/nope', '--dir', join(directory, 'third')], 20);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^✗ \/proc\/nope cannot be written to \(.+\); choose another folder with --data\n$/);
});
