import { compareBacktests } from '../backtest/compare-backtests';
import { localMonitor } from '../backtest/local-monitor';
import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { type StoredSeries, startDatadog } from './datadog.fixture';
import { createDatadogApi } from './datadog-api';
import { fetchBacktests } from './fetch-backtests';
import { planRequests } from './series-requests';

const start = Date.UTC(2026, 8, 1) / 60_000;
const days = 30;
const minutes = days * 1440;

const monitor = (query: string, options: object = {}) =>
  readApiMonitor({
    name: 'n',
    type: 'query alert',
    query,
    message: '@slack-oncall',
    options: { new_group_delay: 0, ...options },
  });

/** Creates a month of values that are 0, except for bursts at the given minutes. */
function month(
  metric: string,
  tags: Readonly<Record<string, string>>,
  bursts: Readonly<Record<number, number>>,
): StoredSeries {
  const values = new Float64Array(minutes);
  for (const [minute, value] of Object.entries(bursts)) values[Number(minute)] = value;
  return { metric, tags, from: start, values };
}

const stored = [
  month('shop.errors', { service: 'a', env: 'prod', host: '1' }, { 600: 2, 10000: 1, 20000: 4 }),
  month('shop.errors', { service: 'a', env: 'prod', host: '2' }, { 20000: 3 }),
  month('shop.errors', { service: 'b', env: 'prod', host: '1' }, { 5000: 5 }),
  month('shop.errors', { service: 'a', env: 'dev', host: '1' }, { 700: 100 }),
  month(
    'shop.requests',
    { service: 'a', env: 'prod', host: '1' },
    Object.fromEntries(Array.from({ length: minutes }, (_, at) => [at, 10])),
  ),
];

let datadog: Awaited<ReturnType<typeof startDatadog>>;
beforeAll(async () => {
  datadog = await startDatadog({ series: stored });
});
afterAll(() => datadog.stop());
beforeEach(() => {
  datadog.requestedUrls.length = 0;
});

const range = { from: start + 1440, to: start + minutes, timeZone: 'Asia/Tokyo' };
const api = () => createDatadogApi(datadog.access);
const errors = (threshold: number, scope = 'env:prod') =>
  monitor(`sum(last_5m):sum:shop.errors{${scope}} by {service}.as_count() >= ${threshold}`);

async function backtest(before: ReturnType<typeof monitor> | undefined, after: ReturnType<typeof monitor>, most = 200) {
  const found = await fetchBacktests([{ id: 'a', before, after }], range, { api: api(), most });
  return { found, result: found.results.get('a') };
}

describe('fetchBacktests', () => {
  test('compares the old and the new threshold over a month of data from the API', async () => {
    const { found, result } = await backtest(errors(1), errors(5));
    expect(found.resolutionMinutes).toBe(1);
    expect(datadog.requestedUrls).toHaveLength(30);
    expect(result).toMatchObject({
      before: { tally: { alerts: 3 } },
      after: { tally: { alerts: 2 } },
      added: [],
      removed: [{ group: 'service:a', from: start + 10_000, to: start + 10_005, value: 1 }],
    });
  });

  test('returns the same result as an evaluation of the complete series', async () => {
    const [before, after] = [errors(1), errors(5)];
    const { result } = await backtest(before, after);
    const known = catalogue.with([
      { name: 'shop.errors', type: 'count', unit: undefined, tags: ['service', 'env', 'host'], source: '' },
    ]);
    const series = stored.map((one) => ({ ...one, values: Float64Array.from(one.values) }));
    expect(result).toEqual(
      compareBacktests({ before, after }, { ...range, to: range.to - 1, series, catalogue: known }),
    );
  });

  test('reads each metric part of a formula once, and evaluates the rest locally', async () => {
    const ratio = (threshold: number) =>
      monitor(
        `sum(last_5m):(sum:shop.errors{env:prod,service:a}.as_count() / sum:shop.requests{env:prod}.as_count()) * 100 > ${threshold}`,
      );
    const { result } = await backtest(ratio(1), ratio(10));
    expect(datadog.requestedUrls).toHaveLength(2 * 30);
    expect(result).toMatchObject({ before: { tally: { alerts: 2 } }, after: { tally: { alerts: 1 } } });
  });

  test('also reads the points before the range that a time shift needs', async () => {
    const shifted = monitor('pct_change(sum(last_5m),1d_ago):sum:shop.errors{env:prod}.as_count() > 50');
    await backtest(undefined, shifted);
    const first = Math.min(...datadog.requestedUrls.map(({ searchParams }) => Number(searchParams.get('from')) / 60));
    expect(first).toBeLessThanOrEqual(range.from - 1440);
  });

  test('lowers the resolution instead of exceeding the request limit, and returns the interval', async () => {
    const { found, result } = await backtest(errors(1), errors(5), 10);
    expect(found.resolutionMinutes).toBe(5);
    expect(datadog.requestedUrls.length).toBeLessThanOrEqual(10);
    expect(result).toMatchObject({ before: { tally: { alerts: 3 } }, after: { tally: { alerts: 2 } } });
    expect(result).toMatchObject({ resolutionMinutes: 5 });
  });

  test('reports monitors that cannot be evaluated, and evaluates the other monitors', async () => {
    const anomalies = monitor("avg(last_4h):anomalies(avg:shop.errors{*}, 'basic', 2) >= 1");
    const cases = [
      { id: 'anomalies', before: undefined, after: anomalies },
      {
        id: 'logs',
        before: undefined,
        after: readApiMonitor({
          name: 'n',
          type: 'log alert',
          query: 'logs("a").index("*").rollup("count").last("5m") > 1',
          message: '',
        }),
      },
      ...(
        [
          ['check', 'service check', '"a.up".over("*").by("host").last(4).count_by_status()'],
          ['both', 'composite', '1 && 2'],
          ['slo', 'slo alert', 'error_budget("x").over("7d") > 75'],
        ] as const
      ).map(([id, type, query]) => ({
        id,
        before: undefined,
        after: readApiMonitor({ name: 'n', type, query, message: '' }),
      })),
      { id: 'errors', before: undefined, after: errors(1) },
    ];
    const { results } = await fetchBacktests(cases, range, { api: api() });
    expect(Object.fromEntries(results)).toMatchObject({
      anomalies: { reason: expect.stringMatching(/^anomalies.* is not evaluated: /) },
      logs: {
        reason: expect.stringMatching(/^a monitor of type log alert is not evaluated: .* does not return events/),
      },
      check: {
        reason: expect.stringMatching(/^a monitor of type service check .* does not return the runs of checks/),
      },
      both: {
        reason: expect.stringMatching(/^a monitor of type composite .* backtest the monitors that it combines$/),
      },
      slo: { reason: expect.stringMatching(/^a monitor of type slo alert .* does not contain the queries of its SLO/) },
      errors: { after: { tally: { alerts: 3 } } },
    });
  });

  test('reports an error only for the monitor whose query Datadog rejects', async () => {
    const odd = monitor('sum(last_5m):sum:shop.errors{env:prod AND service:a} >= 1');
    const cases = [
      { id: 'odd', before: undefined, after: odd },
      { id: 'errors', before: undefined, after: errors(1) },
    ];
    datadog.faults.push(...Array.from({ length: 30 }, () => ({ status: 400, body: { errors: ['unknown scope'] } })));
    const { results } = await fetchBacktests(cases, range, { api: api() });
    expect(results.get('odd')).toEqual({ reason: 'Datadog responded to /api/v1/query with 400: unknown scope' });
    expect(results.get('errors')).toHaveProperty('after');
  });

  test('stops at the first response that rejects the keys', async () => {
    datadog.faults.push(...Array.from({ length: 4 }, () => ({ status: 403 })));
    await expect(backtest(errors(1), errors(2))).rejects.toThrow('(403)');
    expect(datadog.requestedUrls.length).toBeLessThanOrEqual(8);
  });
});

describe('planRequests', () => {
  const [part] = localMonitor(errors(1), () => 0).parts;
  const needed = Array.from({ length: 40 }, () => ({ part: part ?? fail(), from: range.from }));
  const fail = (): never => {
    throw new Error('the query has no metric');
  };

  test('covers only the first parts if every resolution needs too many requests', () => {
    const { covered, requests, minutes: interval } = planRequests(needed, range.to, 20);
    expect({ covered, interval }).toEqual({ covered: 10, interval: 60 });
    expect(requests).toHaveLength(20);
  });

  test('starts ranges at multiples of their length, so that later runs find them in the cache', () => {
    const { requests } = planRequests(needed.slice(0, 1), range.to);
    for (const { from } of requests) expect(from % 1440).toBe(0);
  });
});
