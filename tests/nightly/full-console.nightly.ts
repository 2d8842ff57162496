import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';
import { identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { type ConsoleClient, consoleClient } from '../console/console-client';
import { describeInChromium, openBrowser, openPage } from '../console/open-browser';

jest.setTimeout(300_000);

const capacity = 100_000;
const inFlight = 100;
/** Traces that are loaded by scrolling: 20 pages. */
const scrolledTraces = 2_000;
const mostHeapMegabytes = 100;

const State = z.object({ events: z.object({ recorded: z.number() }) });

describeInChromium('the console with 100,000 events', () => {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-full-console-'));
  let platform: LocalAwsProcess;
  let client: ConsoleClient;
  let light: MqttClient;
  let browser: Browser;

  const report = (power: boolean) =>
    light.publishAsync(shadowTopics('light-1').update, JSON.stringify({ state: { reported: { power } } }), { qos: 1 });
  const recorded = async () => (await client.get('/platform', State)).events.recorded;

  beforeAll(async () => {
    await synthesizeIfStale(process.cwd(), environmentNamed('dev'));
    const args = ['--console', 'on', '--quotas', 'off', '--quiet'];
    platform = await startPlatformProcess({ root: process.cwd(), directory, args });
    client = consoleClient(platform.console ?? '');
    light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    browser = await openBrowser();
    while ((await recorded()) < capacity) await Promise.all(Array.from({ length: inFlight }, () => report(true)));
  });
  afterAll(async () => {
    await browser?.close();
    await light?.endAsync(true);
    await platform?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Returns the memory that the page's scripts use after garbage collection. */
  async function heapMegabytes(page: Page): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 1024 / 1024;
  }

  test('opens the traces, scrolls through them and filters them, with bounded memory', async () => {
    const { page, problems } = await openPage(browser, `${client.origin}/#/traces?token=${client.token}`);
    const rows = page.getByRole('list', { name: 'Traces' });
    await rows.getByRole('link').first().waitFor();
    const height = () => rows.evaluate(({ clientHeight }) => clientHeight);
    const rowHeight = await rows
      .getByRole('listitem')
      .first()
      .evaluate(({ clientHeight }) => clientHeight);
    while ((await height()) < scrolledTraces * rowHeight) {
      const before = await height();
      await rows.hover();
      await page.mouse.wheel(0, before);
      await poll(async () => ((await height()) > before ? true : undefined), 'older traces');
    }
    expect(await rows.getByRole('listitem').count()).toBeLessThan(100);
    expect(await heapMegabytes(page)).toBeLessThan(mostHeapMegabytes);

    await page.getByRole('searchbox').first().fill('no such text');
    await page.getByText('No trace matches the filters.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('keeps 100,000 events while more arrive, and shows the newest', async () => {
    const { page, problems } = await openPage(browser, `${client.origin}/#/traces?token=${client.token}`);
    await page.getByText('reported.power = true').first().waitFor();
    await report(false);
    await page.getByText('reported.power = false').first().waitFor();
    expect(await recorded()).toBeGreaterThan(capacity);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
