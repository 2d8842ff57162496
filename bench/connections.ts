import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';
import { connect, type MqttClient } from 'mqtt';
import { claimOf } from '../commands/demonstration/clients';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { claimClient } from '../contracts/provisioning';
import { type Figure, peakFigures } from './figure';

const count = 2_000;
const secondsToConnect = 120;

/**
 * Measures how much memory idle devices use, and how long they take to reconnect after a restart.
 * Like AWS IoT, the platform accepts 500 connect requests per second (AWS IoT Core quotas) and rejects the rest. 2,000 devices
 * therefore need at least four seconds; each retries after 1.5 seconds, because a client id may connect once per second.
 */
export async function connectionFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const start = (port: number) =>
    startPlatformProcess({ root, directory, args: ['--quiet', '--mqtt-port', String(port)] });
  let platform = await start(0);
  const url = platform.mqttUrl;
  const clients = Array.from({ length: count }, (_, index) =>
    connectWithRetry(url, directory, claimClient(`IDLE${index}`)),
  );
  const countConnected = () => clients.filter((client) => client.connected).length;
  const all = () =>
    poll(() => (countConnected() === count ? true : undefined), `${count} connections`, secondsToConnect);
  try {
    await all();
    const megabytes = peakMegabytes(platform.pid);
    await platform.stop();
    await poll(() => (countConnected() === 0 ? true : undefined), 'all connections to close');
    platform = await start(Number(new URL(url).port));
    const started = performance.now();
    await all();
    const seconds = (performance.now() - started) / 1000;
    return [
      ...peakFigures(`peak memory with ${count} connections`, [megabytes], { most: 400 }),
      { name: `${count} devices reconnected after a restart`, value: seconds, unit: 's', limit: { most: 20 } },
    ];
  } finally {
    for (const client of clients) client.end(true);
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Connects a client with the claim certificate, which many clients can share. Retries until the connection succeeds. */
function connectWithRetry(url: string, directory: string, clientId: string): MqttClient {
  const { key, certificate: cert, authority: ca } = claimOf(directory);
  const again = { reconnectPeriod: 1_500, reconnectOnConnackError: true, connectTimeout: secondsToConnect * 1000 };
  return connect(url, { clientId, key, cert, ca, ...again }).on('error', () => undefined);
}
