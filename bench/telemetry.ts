import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { clientsOf, identityOf } from '../commands/demonstration/clients';
import { type PlatformProcess, poll, startPlatformProcess } from '../commands/running/platform-process';
import { bringUpToDate } from '../commands/running/up-to-date';
import { environmentNamed } from '../config/environments';
import { connectDevice } from '../devices/light';
import { startSensor } from '../devices/sensor';
import { type Figure, median } from './figure';

const measurements = 10_000;
/** AWS IoT lets a connection have 100 messages in flight. */
const inFlight = 100;

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));

async function stored(platform: PlatformProcess): Promise<number> {
  const saved = Saved.parse(await (await fetch(`${platform.endpoint}/_local/metrics`)).json());
  const own = Object.entries(saved).filter(([name]) => name.startsWith('himeshima.telemetry_stored{'));
  return own.flatMap(([, minutes]) => minutes).reduce((total, { sum }) => total + sum, 0);
}

/** @returns measurements a second, from the first publish until the table has the last */
async function pour(platform: PlatformProcess): Promise<number> {
  const identity = identityOf(platform.directory, 'sensor-1');
  const sensor = await startSensor(platform.mqttUrl, { identity, kind: 'temp', room: 'room1', now: Date.now });
  const before = await stored(platform);
  const started = performance.now();
  const measure = async () => {
    for (let count = 0; count < measurements / inFlight; count += 1) await sensor.measure(20);
  };
  await Promise.all(Array.from({ length: inFlight }, measure));
  const all = async () => ((await stored(platform)) - before >= measurements ? true : undefined);
  await poll(all, `${measurements} measurements`, 60, 50);
  await sensor.disconnect();
  return measurements / ((performance.now() - started) / 1000);
}

/** Ms that functions took to be loaded, as their REPORT lines say. */
async function coldStarts(platform: PlatformProcess): Promise<number[]> {
  const { dynamodb, region } = clientsOf(platform);
  const logs = new CloudWatchLogsClient({
    region,
    endpoint: platform.endpoint,
    credentials: dynamodb.config.credentials,
  });
  const lines = ['telemetry-writer', 'power-on'].map(async (name) => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
    return events.flatMap(({ message = '' }) => message.match(/Init Duration: ([\d.]+) ms/)?.[1] ?? []);
  });
  return (await Promise.all(lines)).flat().map(Number);
}

/** A measurement's way into the table, and what functions weigh. */
export async function telemetryFigures(root: string): Promise<Figure[]> {
  await bringUpToDate(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet'] });
  try {
    const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    await light.publishAsync('$aws/things/light-1/shadow/update', '{"state":{"reported":{"power":true}}}', { qos: 1 });
    await light.endAsync();
    // V8 compiles on the way
    await pour(platform);
    const rates = [await pour(platform), await pour(platform), await pour(platform)];
    const zips = join(root, 'build', 'functions');
    const sizes = readdirSync(zips).flatMap((file) => (file.endsWith('.zip') ? statSync(join(zips, file)).size : []));
    return [
      {
        name: 'measurement → rule → Kinesis → function → table, QoS 1',
        value: median(rates),
        unit: '/s',
        limit: { least: 3000 },
      },
      { name: 'cold start of a function', value: median(await coldStarts(platform)), unit: 'ms', limit: { most: 60 } },
      { name: 'zip of a function, at most', value: Math.max(...sizes) / 1024, unit: 'KB', limit: { most: 400 } },
    ];
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
