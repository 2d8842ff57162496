import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { identityOf } from '../commands/demonstration/clients';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { shadowTopics } from '../contracts/topics';
import { connectDevice } from '../devices/device-connection';
import type { Figure } from './figure';

const minutes = 10;
/** Warm-up time, after which functions, tables and compiled code have reached their final size. */
const settledAfterMinutes = 2;
const updatesPerSecond = 50;
/** Size of an attack found on 2026-11-27: 60 bodies of 15 MB permanently raised memory usage from 589 to 1,466 MB. */
const attack = { bodies: 60, bodyBytes: 15 * 1024 * 1024, halfOpen: 200 } as const;
const attackEverySeconds = 60;
/** Time in seconds after which half-open connections must be closed: twice the limit for a complete request. */
const halfOpenSeconds = 60;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Measures memory under steady load and attacks, and whether half-open connections are closed. Takes ten minutes. */
export async function memoryFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const args = ['--quiet', '--data', join(directory, 'data')];
  const platform = await startPlatformProcess({ root, directory, args });
  const started = performance.now();
  const isOver = () => performance.now() - started > minutes * 60_000;
  try {
    const load = updateShadow(platform, isOver);
    const attacks = attackRegularly(platform, isOver);
    await sleep(settledAfterMinutes * 60_000);
    const early = residentMegabytes(platform.pid);
    const [, left] = await Promise.all([load, attacks]);
    const late = residentMegabytes(platform.pid);
    return [
      {
        name: `memory after ${settledAfterMinutes} minutes of load and attacks`,
        value: early,
        unit: 'MB',
        limit: { most: 700 },
      },
      {
        name: `memory after ${minutes} minutes, relative to ${settledAfterMinutes} minutes`,
        value: (late / early) * 100,
        unit: '%',
        limit: { most: 115 },
      },
      { name: `half-open connections left after ${halfOpenSeconds} s`, value: left, unit: '', limit: { most: 0 } },
    ];
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Reports the brightness of a light repeatedly, so that every shadow rule runs. The growing tables are on disk. */
async function updateShadow({ mqttUrl, directory }: LocalAwsProcess, isOver: () => boolean): Promise<void> {
  const light = await connectDevice(mqttUrl, identityOf(directory, 'light-1'));
  for (let turn = 0; !isOver(); turn += 1) {
    const state = { reported: { brightness: turn % 100 } };
    await light.publishAsync(shadowTopics('light-1').update, JSON.stringify({ state }), { qos: 1 });
    await sleep(1000 / updatesPerSecond);
  }
  await light.endAsync();
}

/** Returns how many half-open connections were still open after their time limit. */
async function attackRegularly(platform: LocalAwsProcess, isOver: () => boolean): Promise<number> {
  const left: Promise<number>[] = [];
  while (!isOver()) {
    await Promise.all(Array.from({ length: attack.bodies }, () => sendUnsigned(platform.endpoint)));
    left.push(halfOpen(platform));
    await sleep(attackEverySeconds * 1000);
  }
  return (await Promise.all(left)).reduce((sum, one) => sum + one, 0);
}

function sendUnsigned(endpoint: string): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(endpoint, { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } });
    sent.on('response', (response) =>
      response
        .resume()
        .on('end', resolve)
        .on('error', () => resolve()),
    );
    sent.on('error', () => resolve());
    sent.end(Buffer.alloc(attack.bodyBytes));
  });
}

/** Opens half-open connections to every port: they send nothing or half a request. @returns how many are still open later */
async function halfOpen({ endpoint, mqttUrl, api = endpoint }: LocalAwsProcess): Promise<number> {
  const ports = [endpoint, mqttUrl, api].map((url) => Number(new URL(url).port));
  const beginnings = ['', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n1', '\x16\x03\x01'];
  const sockets = Array.from({ length: attack.halfOpen }, (_, index): Socket => {
    const socket = connectPlain(ports[index % ports.length] ?? 0, '127.0.0.1').on('error', () => undefined);
    socket.write(beginnings[Math.floor(index / ports.length) % beginnings.length] ?? '');
    return socket.resume();
  });
  await sleep(halfOpenSeconds * 1000);
  const open = sockets.filter(({ closed }) => !closed);
  for (const socket of sockets) socket.destroy();
  return open.length;
}
