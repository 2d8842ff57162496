import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { identityOf } from '../commands/demonstration/clients';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { connectDevice } from '../devices/device-connection';
import { type Figure, measureRepeatedly, median, peakFigures } from './figure';
import { freePort } from './free-port';
import { isInstalled } from './is-installed';

const messages = 3_000;
/** Number of warm-up messages, during which V8 compiles the platform, and the SDK in each execution environment. */
const warmUp = messages;
/** Number of in-flight messages per connection, the maximum that AWS IoT allows. */
const inFlight = 100;

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));

async function invocations(platform: LocalAwsProcess): Promise<number> {
  const saved = Saved.parse(await (await fetch(`${platform.endpoint}/_local/metrics`)).json());
  const series = saved['aws.lambda.invocations{functionname:power-on,resource:power-on}'] ?? [];
  return series.reduce((total, { sum }) => total + sum, 0);
}

/** Returns the throughput in messages per second, from the first publish to the end of the last invocation. */
export async function measureRate(platform: LocalAwsProcess, count: number): Promise<number> {
  const client = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'light-1'));
  const before = await invocations(platform);
  const payload = JSON.stringify({ state: { reported: { power: true } } });
  const started = performance.now();
  const publish = async (share: number) => {
    for (let index = 0; index < share; index++)
      await client.publishAsync('$aws/things/light-1/shadow/update', payload, { qos: 1 });
  };
  await Promise.all(Array.from({ length: inFlight }, () => publish(count / inFlight)));
  await poll(
    async () => ((await invocations(platform)) - before >= count ? true : undefined),
    `${count} invocations`,
    60,
    // poll rarely, because each poll uses processor time that the platform needs
    100,
  );
  const seconds = (performance.now() - started) / 1000;
  await client.endAsync();
  return count / seconds;
}

/** Resources to omit, because the limit applies to a single rule and a single function. */
export const otherFlows = [
  'aws_iot_topic_rule.shadow_documents',
  'aws_iot_topic_rule.power_reported',
  'aws_lambda_permission.power_reported_rule_invokes_power_confirm',
  'aws_iot_topic_rule.live_shadows',
  'aws_lambda_permission.live_shadows_rule_invokes_live_push',
];

async function withPlatform<Value>(
  root: string,
  without: readonly string[],
  use: (platform: LocalAwsProcess) => Promise<Value>,
): Promise<Value> {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const args = ['--quiet', '--quotas', 'off', ...without.flatMap((address) => ['--without', address])];
  const platform = await startPlatformProcess({ root, directory, args });
  try {
    return await use(platform);
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Measures the startup time, the memory after startup, and the message flow at QoS 1. */
export async function flowFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const starts = await measureRepeatedly(() =>
    withPlatform(root, [], async (platform) => ({
      seconds: platform.secondsToReady,
      megabytes: peakMegabytes(platform.pid),
    })),
  );
  const rates = await withPlatform(root, otherFlows, async (platform) => {
    await measureRate(platform, warmUp);
    return measureRepeatedly(() => measureRate(platform, messages));
  });
  const whole = await withPlatform(root, [], async (platform) => {
    await measureRate(platform, warmUp);
    return measureRate(platform, messages);
  });
  return [
    ...(await motoFigures()),
    {
      name: 'startup of the local runtime',
      value: median(starts.map((start) => start.seconds)),
      unit: 's',
      limit: { most: 0.7 },
      profile:
        'loading packages takes 40% of the time of the main thread (14% for compilation, whose result is cached by Node.js 22 and later), and creating the resources takes 25% (8% for unpacking the function zips).',
    },
    ...peakFigures(
      'memory of the local runtime after startup',
      starts.map((start) => start.megabytes),
      { most: 180 },
      '52 MB are program code of Node.js, and 47 MB are objects in use. The rest is garbage from startup, free heap space, and the memory of worker threads.',
    ),
    {
      name: 'one rule: message → function → conditional write, QoS 1',
      value: median(rates),
      unit: '/s',
      limit: { least: 1200 },
      profile:
        'each message needs 2.2 ms of processor time: 0.7 ms in the main thread, 1.05 ms in the function and its AWS SDK, and 0.4 ms in dynalite, which spends a third of this time parsing expressions. The publishing client runs on the same two cores.',
    },
    {
      name: 'message flow with every rule of the stack',
      value: whole,
      unit: '/s',
    },
  ];
}

/** Measures the startup time of moto's server, which starts without a broker, functions or other resources. */
async function motoFigures(): Promise<readonly Figure[]> {
  if (!isInstalled('moto_server')) return [];
  const port = await freePort();
  const seconds = await measureRepeatedly(async () => {
    const started = performance.now();
    const child = spawn('moto_server', ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/moto-api/`).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      );
    try {
      await poll(answers, 'a response from moto', 60, 10);
      return (performance.now() - started) / 1000;
    } finally {
      child.kill();
      await ended;
    }
  });
  return [{ name: 'startup of moto_server', value: median(seconds), unit: 's' }];
}
