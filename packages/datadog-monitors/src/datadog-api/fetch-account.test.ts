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
  const metadata = await fetchMetadata([load, load, gone], createDatadogApi(datadog.access), now);
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
  expect(datadog.asked).toHaveLength(5);
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
