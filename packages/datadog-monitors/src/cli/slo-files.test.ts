import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, series } from '../index';
import { readTerraformMonitor } from '../monitor/read-monitor';
import { readDocuments } from './read-documents';
import { runOver } from './run-over-series';
import { slosIn } from './slo-files';

const folder = mkdtempSync(join(tmpdir(), 'slo-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const query = { numerator: 'sum:a.good{*}.as_count()', denominator: 'sum:a.total{*}.as_count()' };
const block = { name: 'Orders', type: 'metric', query: [query], thresholds: [{ timeframe: '30d', target: '99.9' }] };
const terraform = { resource: { datadog_service_level_objective: { orders: block } } };
const api = { id: 'abc123', name: 'Orders', type: 'metric', query, thresholds: [{ timeframe: '30d', target: 99.9 }] };
const slo = { target: 99.9, good: query.numerator, total: query.denominator };

const state = {
  values: {
    root_module: {
      resources: [
        {
          address: 'datadog_service_level_objective.orders',
          type: 'datadog_service_level_objective',
          name: 'orders',
          values: { ...block, id: 'abc123' },
        },
      ],
    },
  },
};
const find = async (name: string, content: unknown) => slosIn(await readDocuments([written(name, content)]));

describe('slosIn', () => {
  test.each([
    ['Terraform JSON, by reference', terraform, '${datadog_service_level_objective.orders.id}'],
    ['Terraform JSON, by Terraform name', terraform, 'orders'],
    ['a state, by id', state, 'abc123'],
    ['an API response, by id', { data: [api] }, 'abc123'],
    ['an API response with one SLO', { data: api }, 'abc123'],
    ['an export, by name', { monitors: [], slos: [api] }, 'Orders'],
    ['a list', [api], 'abc123'],
  ])('finds an SLO in %s', async (_, content, id) => {
    expect((await find('slos.json', content))(id)).toEqual(slo);
  });

  test('does not find SLOs of other types, which have no metrics', async () => {
    const others = { data: [{ id: 'm', name: 'M', type: 'monitor', monitor_ids: [1] }] };
    expect((await find('others.json', others))('m')).toBeUndefined();
  });
});

describe('runOver', () => {
  const metric = (name: string, text: string) =>
    readTerraformMonitor({ name, type: 'query alert', query: text, message: '', require_full_window: false });
  const monitors = [
    { id: 'errors', definition: metric('Errors', 'sum(last_1m):sum:a.errors{*}.as_count() > 0') },
    { id: 'load', definition: metric('Load', 'avg(last_1m):avg:a.load{*} > 5') },
  ];
  const source = async () => ({ monitors, catalogue, slo: await find('tf.json', terraform) });

  test('evaluates a composite whose members are in the same files', async () => {
    const composite = readTerraformMonitor({
      name: 'Both',
      type: 'composite',
      query: '${datadog_monitor.errors.id} && ${datadog_monitor.load.id}',
      message: '',
    });
    const run = runOver(
      composite,
      [series('a.errors', '0 0 1 1 0'), series('a.load', '9 9 9 1 1')],
      {},
      await source(),
    );
    expect(run.notifications.map(({ minute, transition }) => [minute, transition])).toEqual([
      [2, 'alert'],
      [3, 'recovery'],
    ]);
    expect(run.groups[0]?.evaluations().map(({ minute, state }) => `${minute} ${state}`)).toEqual([
      '0 OK',
      '1 OK',
      '2 Alert',
      '3 OK',
      '4 OK',
      '5 OK',
    ]);
  });

  test('evaluates an SLO alert whose SLO is in the same files', async () => {
    const alert = readTerraformMonitor({
      name: 'Burns',
      type: 'slo alert',
      query:
        'burn_rate("${datadog_service_level_objective.orders.id}").over("30d").long_window("1h").short_window("5m") > 14.4',
      message: '',
    });
    const run = runOver(alert, [series('a.good', '0x70'), series('a.total', '10x70')], {}, await source());
    expect(run.notifications.map(({ transition }) => transition)).toContain('alert');
  });
});
