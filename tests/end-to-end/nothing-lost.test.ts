import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import { type Clients, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { sensorTopic } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { type Sensor, startSensor } from '../../devices/sensor';
import { killCommands, runCommand } from '../command-process';
import { secondCertificate } from './second-certificate';
import { writeTroubledStack } from './troubled-stack';

jest.setTimeout(90_000);

const root = process.cwd();
const room = 'room1';

let directory: string;
let platform: LocalAwsProcess;
let clients: Clients;
let troubled: ReturnType<typeof writeTroubledStack>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'himeshima-troubled-'));
  await synthesizeIfStale(root, environmentNamed('dev'));
  troubled = writeTroubledStack(join(root, 'cdktf.out'), directory);
  const args = [
    '--out',
    troubled.out,
    '--stack',
    'himeshima-dev-foundation',
    '--stack',
    'himeshima-dev',
    '--speed',
    '20',
    '--quotas',
    'off',
  ];
  platform = await startPlatformProcess({ root, directory: join(directory, 'state'), args });
  clients = clientsOf(platform);
});
afterAll(async () => {
  killCommands();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

let clock = Date.UTC(2026, 10, 24);
/** Measurements that were acknowledged in any test. Each measurement must be in the table. */
const acknowledged = new Set<number>();

const connectSensor = () =>
  startSensor(platform.mqttUrl, {
    identity: identityOf(platform.directory, 'sensor-1'),
    kind: 'temp',
    room,
    now: () => {
      clock += 1;
      return clock;
    },
  });

async function pour(sensor: Sensor, values: readonly number[]): Promise<void> {
  const left = [...values];
  const send = async () => {
    for (let value = left.shift(); value !== undefined; value = left.shift())
      acknowledged.add(await sensor.measure(value));
  };
  await Promise.all(Array.from({ length: 10 }, send));
}

async function storedValues(): Promise<number[]> {
  const moments: number[] = [];
  for await (const { Items = [] } of paginateScan({ client: clients.dynamodb }, { TableName: 'readings' }))
    moments.push(...Items.map(({ measuredAt }) => Number(measuredAt?.N)));
  return moments.sort((a, b) => a - b);
}

async function countInRoom(): Promise<number> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/temp` } } });
  return Number((await clients.dynamodb.send(get)).Item?.['readings']?.N ?? 0);
}

const topic = sensorTopic({ kind: 'temp', room });

/** Sends measurements one by one until the connection closes. */
function pourUntilGone(client: MqttClient) {
  // close the client only now, after its in-flight messages have failed
  client.once('close', () => client.end(true));
  const send = async () => {
    for (;;) {
      clock += 1;
      const at = clock;
      await client.publishAsync(topic, JSON.stringify({ v: 1, at, value: 1 }), { qos: 1 });
      acknowledged.add(at);
    }
  };
  return Promise.allSettled([send(), send(), send()]);
}

/** Expects the table to contain each acknowledged measurement exactly once, and the room's counter to match. */
async function isWhole(seconds = 30): Promise<void> {
  const expected = [...acknowledged].sort((a, b) => a - b);
  await poll(
    async () => ((await countInRoom()) >= expected.length ? true : undefined),
    'all are counted',
    seconds,
    100,
  );
  expect(await storedValues()).toEqual(expected);
  expect(await countInRoom()).toBe(expected.length);
}

const ones = (count: number) => Array.from({ length: count }, () => 1);

describe('the exactly-once storage of acknowledged measurements', () => {
  test('stores each measurement once despite crashes in a fifth of the invocations, before or after the writes', async () => {
    troubled.set({ crashOneIn: 5, hangsOver: undefined });
    const sensor = await connectSensor();
    for (let turn = 0; turn < 8; turn += 1) await pour(sensor, ones(10));
    await sensor.disconnect();
    await isWhole();
    const crashes = platform.events.filter(({ kind, failed }) => kind === 'batch' && Number(failed) > 0);
    expect(crashes.length).toBeGreaterThan(1);
    troubled.set({ crashOneIn: 0, hangsOver: undefined });
  });

  test('stores each measurement once although two devices with different certificates replace each other while sending', async () => {
    const credentials = await clients.lambda.config.credentials();
    const iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials });
    const first = identityOf(platform.directory, 'sensor-1');
    const second = await secondCertificate(iot, first);
    iot.destroy();
    const [before, allBefore] = [clock, new Set(acknowledged)];
    for (let turn = 0; turn < 6; turn += 1) {
      const client = await connectDevice(platform.mqttUrl, turn % 2 === 0 ? first : second);
      const until = acknowledged.size + 10;
      const gone = pourUntilGone(client);
      await poll(() => acknowledged.size >= until || undefined, 'ten measurements from this turn');
      const next = await connectDevice(platform.mqttUrl, turn % 2 === 0 ? second : first);
      expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      await next.endAsync();
    }
    // send one more measurement, which is the last record in the stream
    const last = await connectSensor();
    await pour(last, ones(1));
    await last.disconnect();
    // the table may also contain unacknowledged messages
    const isThere = async () => {
      const there = new Set(await storedValues());
      return [...acknowledged].every((at) => there.has(at)) && (await countInRoom()) >= there.size ? there : undefined;
    };
    const there = await poll(isThere, 'all acknowledged measurements', 30, 100);
    expect([...there].filter((at) => !allBefore.has(at) && (at <= before || at > clock))).toEqual([]);
    for (const at of there) acknowledged.add(at);
    await isWhole();
  });

  test('stores each measurement once despite temporary throttling by the table', async () => {
    // use a low speed: the capacity grows with the speed, and a busy machine might never exceed it
    await platform.setSpeed(2);
    const sensor = await connectSensor();
    // send more writes than the burst capacity of five minutes
    await pour(sensor, ones(450));
    await sensor.disconnect();
    const isThrottled = async () => {
      const metrics = await (await fetch(`${platform.endpoint}/_local/metrics`)).text();
      return metrics.includes('write_throttle_events{tablename:readings}') ? true : undefined;
    };
    await poll(isThrottled, 'the table is throttled', 30, 50);
    await platform.setSpeed(100);
    await isWhole(60);
    await platform.setSpeed(20);
  });

  test('stores each measurement once although two connections with one client ID replace each other', async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const first = await connectSensor();
      await pour(first, ones(5));
      const second = await connectSensor();
      await pour(second, ones(5));
      await second.disconnect();
    }
    await isWhole();
  });

  test('stores each measurement once despite a clock jump of one hour', async () => {
    const sensor = await connectSensor();
    const sending = pour(sensor, ones(100));
    await platform.advance(3_600);
    await sending;
    await sensor.disconnect();
    await isWhole();
  });

  test('parks the measurements of a hanging function in full, and replays them after the fix', async () => {
    troubled.set({ crashOneIn: 0, hangsOver: 50 });
    const sensor = await connectSensor();
    await pour(
      sensor,
      Array.from({ length: 40 }, (_, turn) => (turn % 20 === 19 ? 50 : 1)),
    );
    await sensor.disconnect();
    await poll(() => platform.events.filter(({ kind }) => kind === 'parked')[1], 'both are parked', 60);
    troubled.set({ crashOneIn: 0, hangsOver: undefined });
    const env = { AWS_CONFIG_FILE: join(platform.directory, 'aws-config'), AWS_PROFILE: 'himeshima' };
    expect(await runCommand('redrive', [], 30, env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^2 redriven, 0 failed$/m),
    });
    await isWhole();
  });
});
