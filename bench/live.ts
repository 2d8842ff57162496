import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import WebSocket from 'ws';
import { identityOf } from '../commands/demonstration/clients';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { LiveMessage, subprotocol } from '../contracts/live-messages';
import { shadowTopics } from '../contracts/topics';
import { connectDevice } from '../devices/device-connection';
import type { Figure } from './figure';

const thing = 'light-1';
const subscribers = 200;
/** Number of changes, large enough that a single pause of the machine does not determine p99. */
const changes = 300;
/** Time between changes in ms, because a shadow accepts 20 changes per second. */
const millisecondsBetween = 55;
/** Number of warm-up changes, during which V8 compiles the platform, the function and the SDK. */
const warmUp = 60;

/** Opens a page connection that subscribes to changes. @param received called with the number of each change as it arrives */
async function page(url: string, token: string, received: (change: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(url, [subprotocol, token]);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const subscribed = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ action: 'subscribe', thing }));
  await subscribed;
  socket.on('message', (text) => {
    const message = LiveMessage.parse(JSON.parse(text.toString()));
    if (message.kind === 'shadow') received(Number(message.after.reported?.['change']));
  });
  return socket;
}

/** Makes sequential changes. @returns sorted latencies in ms from each change to each page */
async function change(device: MqttClient, count: number, arrivals: Arrivals): Promise<readonly number[]> {
  const took: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = arrivals.next();
    const started = performance.now();
    const payload = JSON.stringify({ state: { reported: { change: number } } });
    await device.publishAsync(shadowTopics(thing).update, payload, { qos: 1 });
    const all = () => (arrivals.momentsOf(number).length === subscribers ? true : undefined);
    await poll(all, `change ${number} at every page`, 10, 5);
    await setTimeout(started + millisecondsBetween - performance.now());
    took.push(...arrivals.momentsOf(number).map((moment) => moment - started));
  }
  return took.sort((a, b) => a - b);
}

type Arrivals = ReturnType<typeof trackArrivals>;

/** Records when each change arrives at each page. */
function trackArrivals() {
  const moments = new Map<number, number[]>();
  return {
    next: () => {
      const number = moments.size + 1;
      moments.set(number, []);
      return number;
    },
    received: (number: number) => void moments.get(number)?.push(performance.now()),
    momentsOf: (number: number): readonly number[] => moments.get(number) ?? [],
  };
}

async function tokenOfOwner(platform: LocalAwsProcess): Promise<string> {
  const access = readApiAccess(platform.directory);
  const token = await requestToken(access, ['himeshima/admin', 'himeshima/read']);
  const response = await fetch(`${access.url}/devices/${thing}/owner`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'x-api-key': access.key, 'content-type': 'application/json' },
    body: JSON.stringify({ owner: access.clientId }),
  });
  if (!response.ok) throw new Error(`${thing} has no owner: ${response.status}`);
  return token;
}

/** Measures how long a shadow change takes to reach the pages that watch the thing, through rule, function and connections. */
export async function liveFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet'] });
  const pages: WebSocket[] = [];
  try {
    const token = await tokenOfOwner(platform);
    const arrivals = trackArrivals();
    for (let count = 0; count < subscribers; count += 1)
      pages.push(await page(platform.live ?? '', token, arrivals.received));
    const device = await connectDevice(platform.mqttUrl, identityOf(directory, thing));
    await change(device, warmUp, arrivals);
    const took = await change(device, changes, arrivals);
    await device.endAsync();
    const percentile = (share: number) => took[Math.floor(took.length * share)] ?? Number.NaN;
    const name = `shadow change → rule → function → ${subscribers} WebSockets`;
    return [
      { name: `${name}, p50`, value: percentile(0.5), unit: 'ms', limit: { most: 60 } },
      { name: `${name}, p99`, value: percentile(0.99), unit: 'ms', limit: { most: 100 } },
    ];
  } finally {
    for (const socket of pages) socket.terminate();
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
