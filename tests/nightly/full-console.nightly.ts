import { poll } from '@himeshima/local-aws/testing';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { type DevConsole, startDevConsole } from '../console/dev-console';
import { describeInChromium } from '../console/open-browser';

jest.setTimeout(300_000);

const capacity = 100_000;
const inFlight = 100;
/** Number of traces that are loaded by scrolling: 20 pages. */
const scrolledTraces = 2_000;
const mostHeapMegabytes = 100;

const State = z.object({ events: z.object({ recorded: z.number() }) });

describeInChromium('the console with 100,000 events', () => {
  let dev: DevConsole;
  const countRecorded = async () => (await dev.client.get('/platform', State)).events.recorded;

  beforeAll(async () => {
    dev = await startDevConsole();
    while ((await countRecorded()) < capacity)
      await Promise.all(Array.from({ length: inFlight }, () => dev.report(true)));
  });
  afterAll(() => dev?.stop());

  /** Returns the memory that the page's scripts use after garbage collection. */
  async function heapMegabytes(page: Page): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 1024 / 1024;
  }

  test('opens the traces, scrolls through them and filters them, with bounded memory', async () => {
    const { page, problems } = await dev.open('traces');
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

  test('shows the newest event although the log is full', async () => {
    const { page, problems } = await dev.open('traces');
    await page.getByText('reported.power = true').first().waitFor();
    await dev.report(false);
    await page.getByText('reported.power = false').first().waitFor();
    expect(await countRecorded()).toBeGreaterThan(capacity);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
