import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiAccess, readApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import type { Figure } from './figure';

const perSecond = 200;
const seconds = 10;
/**
 * Number and concurrency of the warm-up requests, during which V8 compiles the platform, the function and the SDK.
 */
const warmUp = { requests: 1_500, atOnce: 4 };

/** Sends a request that makes a function write to a table. @returns the duration in ms; infinity if the request fails */
function ask({ url, key }: ApiAccess, token: string, agent: Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    const request = httpRequest(
      `${url}/rooms/bench/owner`,
      {
        method: 'PUT',
        agent,
        headers: { authorization: `Bearer ${token}`, 'x-api-key': key, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          resolve(response.statusCode === 204 ? performance.now() - started : Number.POSITIVE_INFINITY);
        });
      },
    );
    request.on('error', () => resolve(Number.POSITIVE_INFINITY));
    request.end('{"owner":"bench"}');
  });
}

/** Sends requests at a fixed rate per second, regardless of pending responses. */
async function sendAtFixedRate(send: () => Promise<number>): Promise<number[]> {
  const responses: Promise<number>[] = [];
  const started = performance.now();
  for (let count = 0; count < perSecond * seconds; count += 1) {
    const wait = started + (count * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    responses.push(send());
  }
  return (await Promise.all(responses)).sort((a, b) => a - b);
}

/** Measures a request that passes through authorizer, validation, function and table. */
export async function apiFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet'] });
  const agent = new Agent({ keepAlive: true });
  try {
    const access = readApiAccess(directory);
    const token = await requestToken(access, ['himeshima/admin']);
    const send = () => ask(access, token, agent);
    const warm = async () => {
      for (let count = 0; count < warmUp.requests / warmUp.atOnce; count += 1) await send();
    };
    await Promise.all(Array.from({ length: warmUp.atOnce }, warm));
    const took = await sendAtFixedRate(send);
    const percentile = (share: number) => took[Math.floor(took.length * share)] ?? Number.NaN;
    const name = `request → authorizer → validation → function → table, ${perSecond}/s`;
    return [
      { name: `${name}, p50`, value: percentile(0.5), unit: 'ms', limit: { most: 4 } },
      { name: `${name}, p99`, value: percentile(0.99), unit: 'ms', limit: { most: 30 } },
    ];
  } finally {
    agent.destroy();
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
