import { lintMetrics } from '../audit/lint-metrics';
import { metricMetadata } from '../audit/metric-metadata';
import { readApiMonitor } from '../monitor/read-monitor';
import { startDatadog } from './datadog.fixture';
import { createDatadogApi } from './datadog-api';
import { fetchMetadata } from './fetch-metadata';
import { fetchMonitors } from './fetch-monitors';

const now = Date.UTC(2026, 10, 28);
const week = 7 * 1440;
const stored = ['a', 'b'].map((host) => ({
  metric: 'shop.load',
  tags: { host },
  from: now / 60_000 - week,
  values: new Float64Array(week - 3000).fill(1),
}));

const monitor = (query: string) => readApiMonitor({ name: 'n', type: 'query alert', query, message: '' });

test('fetchMetadata reads existence, type, tags, last points and groups', async () => {
  const datadog = await startDatadog({
    series: stored,
    answers: {
      '/api/v1/metrics/shop.load': { type: 'gauge', unit: 'percent' },
      '/api/v2/metrics/shop.load/all-tags': { data: { attributes: { tags: ['host:a', 'host:b'] } } },
    },
  });
  const load = monitor('avg(last_5m):avg:shop.load{*} by {host} > 1');
  const gone = monitor('avg(last_5m):avg:shop.gone{*} > 1');
  const metadata = await fetchMetadata([load, load, gone], createDatadogApi(datadog.access), now, { clock: () => 0 });
  await datadog.stop();
  expect(metricMetadata.parse(JSON.parse(JSON.stringify(metadata)))).toEqual({
    recordedAt: '2026-11-28T00:00:00.000Z',
    metrics: { 'shop.load': { type: 'gauge', tags: ['host:a', 'host:b'] }, 'shop.gone': null },
    parts: {
      'avg:shop.load{*} by {host}.rollup(avg, 3600)': { groups: 2, lastPoint: '2026-11-25T21:00:00.000Z' },
      'avg:shop.gone{*}.rollup(avg, 3600)': { groups: 0, lastPoint: null },
    },
  });
  expect([load, gone].flatMap((one) => lintMetrics(one, metadata).map(({ id }) => id))).toEqual([
    'metric-stale',
    'metric-unknown',
  ]);
  expect(datadog.requestedUrls).toHaveLength(5);
});

describe('fetchMetadata at a limit', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => monitor(`avg(last_5m):avg:shop.${name}{*} > 1`));
  let datadog: Awaited<ReturnType<typeof startDatadog>>;
  beforeEach(async () => {
    datadog = await startDatadog({});
  });
  afterEach(() => datadog.stop());

  test('stops at the limit of requests, and records how much was not read', async () => {
    const metadata = await fetchMetadata(many, createDatadogApi(datadog.access), now, { most: 7, clock: () => 0 });
    expect(metadata.incomplete).toEqual({ reason: 'the limit of 7 requests per run', metrics: 5, parts: 5 });
    expect(Object.keys(metadata.metrics)).toEqual(['shop.a', 'shop.b']);
    expect(datadog.requestedUrls.length).toBeLessThanOrEqual(7);
  });

  test('stops at the limit of time', async () => {
    let minutes = 0;
    const clock = () => {
      minutes += 1;
      return minutes * 60_000;
    };
    const metadata = await fetchMetadata(many, createDatadogApi(datadog.access), now, { clock });
    expect(metadata.incomplete?.reason).toBe('the limit of 300 seconds per run');
    expect(datadog.requestedUrls.length).toBeLessThan(21);
  });

  test('is complete below the limits', async () => {
    const metadata = await fetchMetadata(many, createDatadogApi(datadog.access), now, { clock: () => 0 });
    expect(metadata.incomplete).toBeUndefined();
    expect(Object.keys(metadata.parts)).toHaveLength(7);
  });
});

test('fetchMonitors reads all pages', async () => {
  const page = (number: number, size: number) => Array.from({ length: size }, (_, at) => ({ id: number * 100 + at }));
  const address = (number: number) => `/api/v1/monitor?page=${number}&page_size=100&with_downtimes=true`;
  const datadog = await startDatadog({ answers: { [address(0)]: page(0, 100), [address(1)]: page(1, 3) } });
  const monitors = await fetchMonitors(createDatadogApi(datadog.access));
  await datadog.stop();
  expect(monitors).toHaveLength(103);
});

test('fetchMonitors rejects a response that is not a list', async () => {
  const datadog = await startDatadog({ answers: { '/api/v1/monitor': {} } });
  await expect(fetchMonitors(createDatadogApi(datadog.access))).rejects.toThrow(
    '/api/v1/monitor did not return a list of monitors',
  );
  await datadog.stop();
});
