import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { Digest, digestKeys } from '../../contracts/digest';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { killCommands, runCommand } from '../command-process';
import { root } from './foreign-platform';

jest.setTimeout(120_000);

const dayMs = 86_400_000;
const inJapan = (moment: number) => new Date(moment + 9 * 3_600_000).toISOString().slice(0, 10);
/** The next midnight in Japan. What the test does happens soon after it, so it never falls on two days. */
const start = Date.parse(`${inJapan(Date.now() + dayMs)}T00:00:00+09:00`);

let directory: string;
let platform: LocalAwsProcess;
let s3: S3Client;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'himeshima-digest-'));
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory });
  const { dynamodb, region } = clientsOf(platform);
  const { credentials } = dynamodb.config;
  s3 = new S3Client({ endpoint: platform.endpoint, region, credentials, forcePathStyle: true });
  await platform.advance((start - Date.now()) / 1000);
});
afterAll(async () => {
  killCommands();
  s3?.destroy();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const fire = (...args: string[]) => runCommand('local', ['fire', ...args, '--endpoint', platform.endpoint], 20);

const bucket = 'himeshima-dev-digests-000000000000';
const read = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return (await Body?.transformToString()) ?? '';
};
const digestOf = (date: string) =>
  poll(async () => {
    const text = await read(digestKeys(date).json).catch(() => undefined);
    return text === undefined ? undefined : Digest.parse(JSON.parse(text));
  }, `the digest of ${date}`);

/** Stores a measurement, makes a function fail so that a monitor notifies, makes one workflow execution fail, and aborts another execution. */
async function muchHappens(): Promise<void> {
  const sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
  const measured = JSON.stringify({ v: 1, at: start, value: 21 });
  await sensor.publishAsync('Sensor/temp/room1', measured, { qos: 1 });
  await sensor.endAsync();
  await platform.event(({ kind, function: name }) => kind === 'invoked' && name === 'telemetry-writer', 'it is stored');
  const { lambda, sfn, region } = clientsOf(platform);
  await lambda.send(new InvokeCommand({ FunctionName: 'power-on', Payload: '{}' }));
  await platform.event(({ kind }) => kind === 'notification', 'the notification');
  const stateMachineArn = `arn:aws:states:${region}:000000000000:stateMachine:power-command`;
  await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"power":"maybe"}' }));
  const hasWorkflowFailed = () =>
    platform.events.some(({ kind, status }) => kind === 'workflow' && status === 'FAILED');
  // advance the clock, because the workflow waits between attempts
  await poll(() => platform.advance(10).then(() => hasWorkflowFailed() || undefined), 'the workflow has failed', 30);
  const input = JSON.stringify({
    command: 'unknown-command',
    thing: 'light-1',
    power: true,
    expiresAt: start + 3_600_000,
  });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  await sfn.send(new StopExecutionCommand({ executionArn }));
}

/** Switches the light on for a while and waits for its changes in the archive. */
async function lightIsOn(): Promise<void> {
  const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
  const report = (power: boolean) =>
    light.publishAsync(shadowTopics('light-1').update, JSON.stringify({ state: { reported: { power } } }), { qos: 1 });
  await report(true);
  await platform.advance(600);
  await report(false);
  await light.endAsync();
  await platform.advance(301);
  await platform.event(({ kind, stream }) => kind === 'delivered' && stream === 'shadow-archive', 'delivered');
}

test('the schedule fires at 17:00 UTC and writes the digest of the previous day in Japan', async () => {
  await muchHappens();
  await lightIsOn();
  const day = inJapan(start);
  // 26 hours are enough for the day to end and the schedule to fire
  const scheduledTimes = () => platform.events.filter(({ kind }) => kind === 'schedule').map(({ due }) => String(due));
  while (!scheduledTimes().some((due) => inJapan(Date.parse(due) - dayMs) >= day)) await platform.advance(3600);
  const { devices, ...figures } = await digestOf(day);
  expect(devices).toMatchObject([
    { thing: 'light-1', changes: 2 },
    { thing: 'sensor-1', onSeconds: 0, changes: 0 },
  ]);
  expect(devices[0]?.onSeconds).toBeGreaterThanOrEqual(600);
  expect(devices[0]?.onSeconds).toBeLessThan(660);
  expect(figures).toMatchObject({ date: day, messages: 1, failures: { workflows: 2 } });
  // the failing function is retried, so expect one or more failures
  expect(figures.failures.invocations).toBeGreaterThanOrEqual(1);
  expect(figures.alerts).toBeGreaterThanOrEqual(1);
  const page = await read(digestKeys(day).page);
  expect(page).toContain(`# ${day}`);
  expect(page).toContain('2 devices were active, and 1 measurement was stored.');
  expect(page).toContain('| `light-1` | 10 min | 2 |');

  const before = await read(digestKeys(day).json);
  const invocations = () =>
    platform.events.filter(({ kind, function: name }) => kind === 'invoked' && name === 'timer-event').length;
  const invokedBefore = invocations();
  expect(await fire('timer-event', '--date', day)).toMatchObject({ code: 0, stdout: 'timer-event fired\n' });
  await poll(
    () =>
      platform.events.filter(({ kind }) => kind === 'schedule').at(-1)?.['due'] === `${day}T23:59:59.000Z` || undefined,
    'fired',
  );
  await poll(() => invocations() > invokedBefore || undefined, 'again');
  expect(await read(digestKeys(day).json)).toBe(before);
});

test.each([
  [['weekly'], '✗ no such schedule: weekly; known: timer-event'],
  [['timer-event', '--date', 'yesterday'], '✗ invalid --date "yesterday": expected a day, for example 2026-11-24'],
])('npm run local -- fire %j is rejected with one line and exit code 1', async (args, line) => {
  expect(await fire(...args)).toMatchObject({ code: 1, stderr: `${line}\n` });
});

test('the command reports that no platform is running', async () => {
  const failed = await runCommand('local', ['fire', 'timer-event', '--endpoint', 'http://127.0.0.1:9'], 20);
  expect(failed).toMatchObject({
    code: 1,
    stderr: '✗ no platform is listening at http://127.0.0.1:9; start one with npm start, or set --endpoint\n',
  });
});
