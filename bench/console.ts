import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { chromium } from 'playwright-core';
import WebSocket from 'ws';
import * as z from 'zod';
import { buildConsole } from '../commands/platform/build-console';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { type Figure, measureRepeatedly, median, peakFigures } from './figure';
import { measureRate, otherFlows } from './flow';
import { isInstalled } from './is-installed';

const messages = 2_000;
const rememberedEvents = 100_000;

/** Pattern of the imports that the start page loads: static imports, and the dynamic import of the map view. */
const imported = /(?:from|import)\s*"\.\/([\w-]+\.js)"|import\("\.\/(map-view-\w+\.js)"\)/g;

/** Returns the size of everything that the start page loads, gzipped, in KB. */
function firstLoadKilobytes(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const linked = [...page.matchAll(/"\/assets\/([\w.-]+)"/g)].map(([, name = '']) => name);
  const files = new Set<string>();
  const add = (name: string) => {
    if (files.has(name)) return;
    files.add(name);
    const text = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, one, view] of text.matchAll(imported)) add(one ?? view ?? '');
  };
  for (const name of linked) add(name);
  const sizes = [...files].map((name) => gzipSync(readFileSync(join(folder, 'assets', name))).byteLength);
  return (gzipSync(page).byteLength + sizes.reduce((sum, size) => sum + size, 0)) / 1024;
}

async function withPlatform<Value>(
  root: string,
  args: readonly string[],
  use: (platform: LocalAwsProcess) => Promise<Value>,
): Promise<Value> {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const without = otherFlows.flatMap((address) => ['--without', address]);
  const quiet = ['--quiet', '--quotas', 'off', ...without, ...args];
  const platform = await startPlatformProcess({ root, directory, args: quiet });
  try {
    return await use(platform);
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Returns the time in ms until the page shows the given text. */
async function millisecondsTo(url: string, text: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const started = performance.now();
    await page.goto(url);
    await page.getByText(text, { exact: true }).first().waitFor();
    return performance.now() - started;
  } finally {
    await browser.close();
  }
}

const State = z.object({ events: z.object({ recorded: z.number() }) });

/** Sends messages until the console keeps its maximum number of events. Returns the peak memory of the process in MiB. */
async function memoryWhenFull(platform: LocalAwsProcess): Promise<number | undefined> {
  const { origin, hash } = new URL(platform.console ?? '');
  const authorization = `Bearer ${hash.slice('#token='.length)}`;
  const countRecorded = async () => {
    const response = await fetch(`${origin}/_console/api/v1/platform`, { headers: { authorization } });
    return State.parse(await response.json()).events.recorded;
  };
  while ((await countRecorded()) < rememberedEvents) await measureRate(platform, messages);
  return peakMegabytes(platform.pid);
}

/** Measures the size and speed of the console, and how much recording reduces the throughput. */
export async function consoleFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const folder = await buildConsole(root);
  // interleaved, because the speed of a shared machine changes
  const ratios = await measureRepeatedly(async () => {
    const [off, on] = [[], ['--console', 'on']].map((args) => () => withPlatform(root, args, rateOf));
    const without = (await off?.()) ?? 0;
    return ((await on?.()) ?? 0) / without;
  });
  const openings = (url: string, text: string) =>
    isInstalled('chromium') ? measureRepeatedly(() => millisecondsTo(url, text)) : Promise.resolve([]);
  const { toMap, toTraces, memory } = await withPlatform(root, ['--console', 'on'], async (platform) => {
    const url = platform.console ?? '';
    return {
      toMap: await openings(url, 'power-on'),
      memory: await memoryWhenFull(platform),
      toTraces: await openings(url.replace('#', '#/traces?'), 'shadow light-1'),
    };
  });
  return [
    { name: 'first load of the console, gzipped', value: firstLoadKilobytes(folder), unit: 'KB', limit: { most: 350 } },
    ...openingFigure('opening the console until the map is drawn', toMap),
    ...openingFigure('opening the traces with 100,000 events', toTraces),
    {
      name: 'messages per second with an open console, relative to --console off',
      value: median(ratios),
      unit: '×',
      limit: { least: 0.95 },
    },
    ...peakFigures(
      'peak memory with 100,000 events in the console',
      [memory],
      { most: 600 },
      '117 MB are objects in use, and the program code of Node.js takes 52 MB; most of the rest is garbage that V8 has not collected yet.',
    ),
  ];
}

/** Returns the throughput after a warm-up, in messages per second. If the console runs, a client receives all events and messages. */
async function rateOf(platform: LocalAwsProcess): Promise<number> {
  const stop = platform.console === undefined ? () => undefined : listenTo(platform.console);
  await measureRate(platform, messages);
  const rate = await measureRate(platform, messages);
  stop();
  return rate;
}

/** Opens the stream of the console as the page does. Returns a function that closes it. */
function listenTo(console: string): () => void {
  const { host, hash } = new URL(console);
  const socket = new WebSocket(`ws://${host}/_console/api/v1/stream`);
  socket.on('open', () => {
    socket.send(JSON.stringify({ token: hash.slice('#token='.length) }));
    socket.send(JSON.stringify({ subscribe: ['#'] }));
  });
  return () => socket.terminate();
}

/** Returns the figure for the time to open a view, or no figure without Chromium. */
const openingFigure = (name: string, runs: readonly number[]): readonly Figure[] =>
  runs.length === 0 ? [] : [{ name, value: median(runs), unit: 'ms', limit: { most: 2_000 } }];
