import { parseApiMonitor } from '../api/api-monitor';
import { groupNameOf } from './group-name';
import { identifierOf, terraformIdOf } from './identifiers';
import type { ImportedMonitor } from './imported-monitor';
import { type KnownMonitor, nameMonitors } from './name-monitors';

const monitorCalled = (name: string, more: Partial<ImportedMonitor> = {}): ImportedMonitor => ({
  kind: 'monitor',
  place: 'x.json',
  monitor: parseApiMonitor({ name, type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x' }),
  datadogId: undefined,
  terraformId: undefined,
  notes: [],
  ...more,
});

test.each([
  ['[Hosts] CPU of {{host.name}} > 90%', 'hosts_cpu_of_host_name_90'],
  ['Überlast', 'uberlast'],
  ['5xx errors', 'monitor_5xx_errors'],
  ['監視', expect.stringMatching(/^monitor_[0-9a-f]{8}$/)],
  ['a'.repeat(100), 'a'.repeat(60)],
])('terraformIdOf derives an id from %s', (name, id) => {
  expect(terraformIdOf(name)).toEqual(id);
});

test.each([
  ['high_cpu', 'highCpu'],
  ['Web-5xx_Errors', 'web5xxErrors'],
  ['default', 'defaultMonitor'],
  ['_', 'monitor'],
])('identifierOf derives a constant from %s', (id, identifier) => {
  expect(identifierOf(id)).toBe(identifier);
});

test.each([
  ['metric alert', 'avg(last_5m):avg:system.cpu.user{*} by {host} > 90', 'system'],
  ['query alert', 'sum(last_5m):(sum:aws.lambda.errors{*}.as_count() / sum:x.y{*}) > 1', 'aws-lambda'],
  ['log alert', 'logs("a.b{c}").index("*").rollup("count").last("5m") > 1', 'log-alert'],
  ['slo alert', 'error_budget("x").over("7d") > 1', 'slos'],
  ['metric alert', 'broken', 'metric-alert'],
])('groupNameOf returns a file name for a %s with the query %s', (type, query, group) => {
  expect(groupNameOf({ type, query })).toBe(group);
});

describe('nameMonitors', () => {
  const ids = (monitors: readonly ImportedMonitor[]) => nameMonitors(monitors).map((one) => [one.datadogId, one.id]);

  test('numbers monitors with equal names by Datadog id, regardless of their order', () => {
    const [a, b] = [monitorCalled('CPU', { datadogId: '20' }), monitorCalled('cpu!', { datadogId: '3' })];
    expect(ids([a, b])).toEqual([
      ['3', 'cpu'],
      ['20', 'cpu_2'],
    ]);
    expect(ids([b, a])).toEqual(ids([a, b]));
  });

  test('keeps the name of a Terraform resource', () => {
    const kept = monitorCalled('CPU', { terraformId: 'cpu-old' });
    expect(ids([monitorCalled('cpu old'), kept])).toEqual([
      [undefined, 'cpu-old'],
      [undefined, 'cpu_old'],
    ]);
  });

  test('gives monitors in one file different constants', () => {
    const [first, second] = nameMonitors([
      monitorCalled('a', { terraformId: 'a_b' }),
      monitorCalled('a', { terraformId: 'a-b' }),
    ]);
    expect([first?.identifier, second?.identifier]).toEqual(['aB', 'aB2']);
  });

  test('moves a monitor that was renamed in Datadog since the last import', () => {
    const type = 'datadog_monitor';
    const known = new Map<string, KnownMonitor>([
      ['3', { type, id: 'old_name' }],
      ['4', { type, id: 'same', movedFrom: 'older' }],
    ]);
    const named = nameMonitors(
      [monitorCalled('New name', { datadogId: '3' }), monitorCalled('same', { datadogId: '4' })],
      known,
    );
    expect(named.map(({ id, movedFrom }) => [id, movedFrom])).toEqual([
      ['new_name', 'old_name'],
      ['same', 'older'],
    ]);
  });
});
