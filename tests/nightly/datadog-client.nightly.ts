import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readApiMonitor } from '@himeshima/datadog-monitors';
import { createDatadogApi, fetchBacktests, querySeries } from '@himeshima/datadog-monitors/cli';
import { startDatadog } from '@himeshima/datadog-monitors/testing';
import * as z from 'zod';

jest.setTimeout(300_000);

// asynchronous, because the simulated Datadog API runs in this process
const run = promisify(execFile);

const root = process.cwd();
const { scripts } = z
  .object({ scripts: z.object({ extras: z.string() }) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
/** Version of the client that `npm run extras` installs. It occupies 141 MB, so `npm ci` does not install it. */
const client = /@datadog\/datadog-api-client@(\S+)/.exec(scripts.extras);
const isInstalled = existsSync(join(root, 'node_modules', '@datadog', 'datadog-api-client'));
const installed = mkdtempSync(join(tmpdir(), 'datadog-client-'));
const folder = isInstalled ? root : installed;
const month = 30 * 1440;
const from = Date.UTC(2026, 8, 1) / 60_000;
const bursts = new Set([600, 10_000, 20_000, 20_001, 40_000]);
const stored = ['a', 'b'].map((service, offset) => ({
  metric: 'shop.errors',
  tags: { service, env: 'prod' },
  from,
  values: Float64Array.from({ length: month }, (_, minute) => (bursts.has(minute + offset) ? 1 + offset : 0)),
}));

let datadog: Awaited<ReturnType<typeof startDatadog>>;
beforeAll(async () => {
  datadog = await startDatadog({ series: stored, answers: { '/api/v1/monitor': [] } });
  if (!isInstalled) await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', installed, client?.[0] ?? '']);
});
afterAll(async () => {
  await datadog.stop();
  rmSync(installed, { recursive: true, force: true });
});

interface ClientSeries {
  readonly tagSet: readonly string[];
  readonly interval: number;
  readonly pointlist: readonly (readonly [number, number])[];
}

/** Runs the official client in a separate process, because Jest would transform its 141 MB. */
async function query(
  text: string,
  range: { readonly from: number; readonly to: number },
): Promise<readonly ClientSeries[]> {
  const program = `
    const { client, v1 } = require('@datadog/datadog-api-client');
    const configuration = client.createConfiguration({
      authMethods: { apiKeyAuth: process.env.DD_API_KEY, appKeyAuth: process.env.DD_APP_KEY },
      serverIndex: 1,
    });
    configuration.setServerVariables({ name: '${datadog.host}', protocol: 'http' });
    new v1.MetricsApi(configuration)
      .queryMetrics({ from: ${range.from * 60}, to: ${range.to * 60}, query: ${JSON.stringify(text)} })
      .then(({ series }) => console.log(JSON.stringify(series)));`;
  const { stdout } = await run(process.execPath, ['-e', program], {
    cwd: folder,
    env: { ...process.env, ...datadog.environment },
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

test('the official client is installed', () => {
  expect(createRequire(join(folder, 'x.js'))('@datadog/datadog-api-client/package.json')).toMatchObject({
    version: client?.[1],
  });
});

test('the official client reads the same points as our client', async () => {
  const text = 'sum:shop.errors{env:prod} by {service}.as_count().rollup(sum, 60)';
  const range = { from: from + 1440, to: from + 2 * 1440 };
  const theirs = (await query(text, range)).map(({ tagSet, interval, pointlist }) => ({ tagSet, interval, pointlist }));
  const { answer } = await querySeries(createDatadogApi(datadog.access), {
    index: 0,
    query: text,
    minutes: 1,
    ...range,
  });
  const ours = answer.series.map(({ tag_set: tagSet, interval, pointlist }) => ({ tagSet, interval, pointlist }));
  expect(ours).toEqual(theirs);
  expect(ours.map(({ pointlist }) => pointlist.length)).toEqual([1440, 1440]);
});

test('Datadog rolls up a month in one request, so a backtest splits the range', async () => {
  const [series] = await query('sum:shop.errors{env:prod} by {service}.as_count().rollup(sum, 60)', {
    from,
    to: from + month,
  });
  expect(series?.interval).toBeGreaterThan(60);
  const monitor = readApiMonitor({
    name: 'errors',
    type: 'query alert',
    query: 'sum(last_5m):sum:shop.errors{env:prod} by {service}.as_count() >= 1',
    message: '',
  });
  const range = { from: from + 1440, to: from + month, timeZone: 'UTC' };
  const { resolutionMinutes } = await fetchBacktests([{ id: 'a', before: undefined, after: monitor }], range, {
    api: createDatadogApi(datadog.access),
  });
  expect(resolutionMinutes).toBe(1);
});
