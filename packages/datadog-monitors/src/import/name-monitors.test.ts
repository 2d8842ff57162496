import { fc, it } from '@fast-check/jest';
import { parseApiMonitor } from '../api/api-monitor';
import { groupNameOf } from './group-name';
import { identifierOf, terraformIdOf } from './identifiers';
import type { ImportedMonitor } from './imported-monitor';
import { type KnownCode, type KnownMonitor, type NamedMonitor, nameMonitors } from './name-monitors';

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
    const monitors = new Map<string, KnownMonitor>([
      ['3', { type, id: 'old_name' }],
      ['4', { type, id: 'same', movedFrom: 'older' }],
    ]);
    const named = nameMonitors(
      [monitorCalled('New name', { datadogId: '3' }), monitorCalled('same', { datadogId: '4' })],
      { monitors, others: [] },
    );
    expect(named.map(({ id, movedFrom }) => [id, movedFrom])).toEqual([
      ['new_name', 'old_name'],
      ['same', 'older'],
    ]);
  });

  const knownFrom = (named: readonly NamedMonitor[]): KnownCode => ({
    monitors: new Map(
      named.flatMap(({ datadogId, id, movedFrom, group }) =>
        datadogId === undefined ? [] : [[datadogId, { type: 'datadog_monitor' as const, id, movedFrom, group }]],
      ),
    ),
    others: [],
  });
  const imported = (names: Readonly<Record<string, string>>, known: KnownCode) =>
    nameMonitors(
      Object.entries(names).map(([datadogId, name]) => monitorCalled(name, { datadogId })),
      known,
    );
  const moves = (named: readonly NamedMonitor[]) => named.map(({ id, movedFrom }) => [id, movedFrom]);

  test('keeps the resource of a monitor that is renamed twice before the move is applied, and adds a note', () => {
    const first = knownFrom(imported({ 3: 'a' }, { monitors: new Map(), others: [] }));
    const second = knownFrom(imported({ 3: 'b' }, first));
    const third = imported({ 3: 'c' }, second);
    expect(moves(third)).toEqual([['b', 'a']]);
    expect(third[0]?.notes).toEqual([expect.stringMatching(/^was renamed again and keeps the resource name b; .* a,/)]);
  });

  test('does not exchange the resources of two monitors that exchange their names', () => {
    const first = knownFrom(imported({ 3: 'a', 4: 'b' }, { monitors: new Map(), others: [] }));
    expect(moves(imported({ 3: 'b', 4: 'a' }, first))).toEqual([
      ['b_2', 'a'],
      ['a_2', 'b'],
    ]);
  });

  test('does not renumber resources if a monitor with the same name is added', () => {
    const first = knownFrom(imported({ 5: 'a', 7: 'a' }, { monitors: new Map(), others: [] }));
    expect(moves(imported({ 3: 'a', 5: 'a', 7: 'a' }, first))).toEqual([
      ['a_3', undefined],
      ['a', undefined],
      ['a_2', undefined],
    ]);
  });

  test('keeps a monitor in its file, and does not use the ids of monitors in other files', () => {
    const type = 'datadog_monitor';
    const known = {
      monitors: new Map([['3', { type, id: 'cpu', group: 'hosts' } as const]]),
      others: [
        { id: 'disk', group: 'hosts' },
        { id: 'load', group: 'loads' },
      ],
    };
    const named = imported({ 3: 'cpu', 4: 'load', 5: 'disk' }, known);
    expect(named.map(({ id, group }) => [id, group])).toEqual([
      ['cpu', 'hosts'],
      ['load_2', 'a'],
      ['disk', 'a'],
    ]);
  });

  const accounts = fc.array(
    fc.record({
      names: fc.dictionary(fc.integer({ min: 1, max: 5 }).map(String), fc.constantFrom('a', 'b', 'c', 'a 2')),
      isApplied: fc.boolean(),
    }),
    { minLength: 2, maxLength: 6 },
  );

  it.prop([accounts])('declares each address once, and never chains moves, over repeated imports', (imports) => {
    let known: KnownCode = { monitors: new Map(), others: [] };
    for (const { names, isApplied } of imports) {
      const named = imported(names, known);
      const ids = named.map(({ id }) => id);
      const origins = named.flatMap(({ movedFrom }) => (movedFrom === undefined ? [] : [movedFrom]));
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(origins).size).toBe(origins.length);
      expect(origins.filter((origin) => ids.includes(origin))).toEqual([]);
      for (const { before, id, movedFrom } of named)
        if (before !== undefined) expect([id, movedFrom]).toContain(before.id);
      // after the apply, a person removes the moves
      known = knownFrom(isApplied ? named.map((one) => ({ ...one, movedFrom: undefined })) : named);
    }
  });
});
