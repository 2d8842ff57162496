import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { clientsOf, identityOf } from '../commands/demonstration/clients';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { startSensor } from '../devices/sensor';
import { type Figure, measureRepeatedly, median } from './figure';

const measurements = 10_000;
/** Number of in-flight messages per connection, the maximum that AWS IoT allows. */
const inFlight = 100;

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));

async function countStored(platform: LocalAwsProcess): Promise<number> {
  const saved = Saved.parse(await (await fetch(`${platform.endpoint}/_local/metrics`)).json());
  const own = Object.entries(saved).filter(([name]) => name.startsWith('himeshima.telemetry_stored{'));
  return own.flatMap(([, minutes]) => minutes).reduce((total, { sum }) => total + sum, 0);
}

/** Returns the throughput of Basic Ingest in measurements per second, from the first publish to the last stored measurement. */
async function measureRate(platform: LocalAwsProcess): Promise<number> {
  const identity = identityOf(platform.directory, 'sensor-1');
  const measures = { kind: 'temp', room: 'room1', now: Date.now, by: 'basic ingest' } as const;
  const sensor = await startSensor(platform.mqttUrl, { identity, ...measures });
  const before = await countStored(platform);
  const started = performance.now();
  const measure = async () => {
    for (let count = 0; count < measurements / inFlight; count += 1) await sensor.measure(20);
  };
  await Promise.all(Array.from({ length: inFlight }, measure));
  const all = async () => ((await countStored(platform)) - before >= measurements ? true : undefined);
  await poll(all, `${measurements} measurements`, 60, 50);
  await sensor.disconnect();
  return measurements / ((performance.now() - started) / 1000);
}

const functions = ['alert-message', 'power-command', 'power-confirm', 'power-on', 'provisioning-hook'];

/** Loads functions one after another and returns their init durations in ms, taken from their REPORT lines. */
async function coldStarts(platform: LocalAwsProcess): Promise<number[]> {
  const { lambda } = clientsOf(platform);
  const init: number[] = [];
  for (const FunctionName of functions) {
    // the event is invalid, but the function is loaded before it rejects the event
    const { LogResult = '' } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}', LogType: 'Tail' }));
    const report = Buffer.from(LogResult, 'base64').toString('utf8');
    init.push(Number(report.match(/Init Duration: ([\d.]+) ms/)?.[1]));
  }
  return init;
}

/** Measures telemetry throughput up to the table, and the functions' cold starts and sizes. */
export async function telemetryFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet', '--quotas', 'off'] });
  try {
    const cold = await coldStarts(platform);
    // warm up, so that V8 compiles the code
    await measureRate(platform);
    const rates = await measureRepeatedly(() => measureRate(platform));
    const zips = join(root, 'build', 'functions');
    const sizes = readdirSync(zips).flatMap((file) => (file.endsWith('.zip') ? statSync(join(zips, file)).size : []));
    return [
      {
        name: 'measurement → rule → Kinesis → function → table, QoS 1',
        value: median(rates),
        unit: '/s',
        limit: { least: 8000 },
        profile:
          'the main thread spends 24% of its time on the rule and its action, 14% on responses to the AWS SDK calls of the function, 6% on metrics, and 7% on garbage collection.',
      },
      {
        name: 'cold start of a function',
        value: median(cold),
        unit: 'ms',
        limit: { most: 60 },
        profile:
          'starting an empty worker thread takes 27 ms of it; the rest loads the bundle of the function and runs its top-level code.',
      },
      { name: 'largest zip of a function', value: Math.max(...sizes) / 1024, unit: 'KB', limit: { most: 400 } },
    ];
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
