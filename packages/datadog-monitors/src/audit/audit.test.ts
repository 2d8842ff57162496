import { readApiMonitor } from '../monitor/read-monitor';
import { lintMetrics, metadataInterval, metricParts } from './lint-metrics';
import { monitorStatus } from './monitor-status';
import { rankMonitors } from './rank-monitors';

const now = Date.UTC(2026, 10, 28);
const monitor = (query: string, more: object = {}) =>
  readApiMonitor({ name: 'n', type: 'query alert', query, message: '@slack-shop', tags: ['team:shop'], ...more });

describe('lintMetrics', () => {
  const definition = monitor('avg(last_5m):avg:shop.load{env:prod} by {host} > 1');
  const [part] = metricParts(definition);
  const lints = (metric: object | null, about: object | null = { groups: 3, lastPoint: '2026-11-27T23:00:00.000Z' }) =>
    lintMetrics(definition, {
      recordedAt: new Date(now).toISOString(),
      metrics: { 'shop.load': metric && { type: 'gauge', tags: ['env:prod', 'host:a'], ...metric } },
      parts: { [part?.queryAt(metadataInterval) ?? '']: about && { groups: 1, lastPoint: null, ...about } },
    }).map(({ id, message, column }) => `${id} ${column}: ${message}`);

  test('returns no warning for a metric that reports with all tags', () => expect(lints({})).toEqual([]));

  test.each([
    ['an unknown metric', null, {}, ['metric-unknown 18: the account has no metric shop.load']],
    [
      'a tag that the metric does not have',
      { tags: ['env:prod', 'pod:a'] },
      undefined,
      ['tag-never-reported 42: shop.load has no tag host, only env, pod'],
    ],
    [
      'a silent metric',
      {},
      { lastPoint: null },
      ['metric-silent 18: shop.load reported nothing in this scope in the last 7 days'],
    ],
    [
      'a metric that has stopped reporting',
      {},
      { lastPoint: '2026-11-25T12:34:56.000Z' },
      ['metric-stale 18: shop.load last reported at 2026-11-25T12:34Z'],
    ],
    [
      'too many groups',
      {},
      { groups: 1001, lastPoint: '2026-11-27T23:00:00.000Z' },
      ['many-groups 18: shop.load has 1001 groups in this scope'],
    ],
  ])('reports %s', (_, metric, about, expected) => expect(lints(metric, about)).toEqual(expected));
});

describe('rankMonitors', () => {
  const plain = monitor('sum(last_5m):sum:shop.errors{*}.as_count() > 1');
  const noisy = monitor('avg(last_5m):avg:shop.load{*} by {host} > 1', { options: { renotify_interval: 10 } });
  const tally = { alerts: 3, minutesInAlert: 9, pages: 3, pagesAtNight: 1, flapping: 0, longestAlert: 4 };
  const audited = (id: string, definition: typeof plain, json: object = {}) => ({
    id,
    definition,
    status: monitorStatus(json),
  });

  test('ranks by pages, then by the weight of the signals', () => {
    const monitors = [audited('plain', plain), audited('noisy', noisy), audited('paging', plain)];
    const results = new Map([['paging', { tally }] as const, ['plain', { reason: 'no data' }] as const]);
    const ranked = rankMonitors(monitors, { results, now });
    expect(ranked.map(({ id, notEvaluated }) => [id, notEvaluated])).toEqual([
      ['paging', undefined],
      ['noisy', undefined],
      ['plain', 'no data'],
    ]);
    expect(ranked[1]?.signals.map(({ id }) => id)).toEqual([
      'renotifies-too-fast',
      'no-recovery-threshold',
      'notifies-each-group',
    ]);
  });

  test.each([
    ['muted-without-end', { options: { silenced: { '*': null } } }],
    ['muted-without-end', { matching_downtimes: [{ id: 1, end: null }] }],
    ['stale', { overall_state: 'No Data', overall_state_modified: '2026-09-01T00:00:00Z' }],
    ['always-alerting', { overall_state: 'Alert', overall_state_modified: '2026-11-20T00:00:00Z' }],
  ])('reports %s for %j', (id, json) => {
    const [ranked] = rankMonitors([audited('a', plain, json)], { results: undefined, now });
    expect(ranked?.signals.map((signal) => signal.id)).toEqual([id]);
  });

  test('reports monitors without recipients and without tags', () => {
    const [ranked] = rankMonitors([audited('a', { ...plain, message: '', tags: [] })], { results: undefined, now });
    expect(ranked?.signals.map(({ id }) => id)).toEqual(['silent', 'untagged']);
  });
});
