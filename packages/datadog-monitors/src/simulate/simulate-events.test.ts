import { readEvent } from '../events/event';
import { readApiMonitor } from '../monitor/read-monitor';
import { series, sourceOf } from '../series/series';
import { simulate } from './simulate';

const logMonitor = (query: string, options: object = {}) =>
  readApiMonitor({ name: 'n', type: 'log alert', query, message: '{{value}}', options });

const eventsAt = (...minutes: readonly (readonly [number, object])[]) => ({
  ...sourceOf(),
  events: (source: string) =>
    source === 'logs' ? minutes.map(([minute, fields]) => readEvent({ minute, ...fields })) : [],
});

const statesOf = (run: ReturnType<typeof simulate>) =>
  run.groups.flatMap(({ group, changes }) => changes.map(({ minute, state, value }) => [group, minute, state, value]));

// Source: docs.datadoghq.com/monitors/types/log; docs.datadoghq.com/monitors/configuration, "No data"
describe('simulate with a log monitor', () => {
  const counted = logMonitor('logs("status:error").index("*").rollup("count").last("5m") > 2');

  test('counts the matching events of the window, and 0 without events', () => {
    const failed = [0.1, 0.5, 3.9].map((minute) => [minute, { status: 'error' }] as const);
    const run = simulate(counted, eventsAt(...failed, [1, { status: 'info' }]), { to: 12 });
    expect(statesOf(run)).toEqual([
      ['*', 0, 'OK', 2],
      ['*', 3, 'Alert', 3],
      ['*', 5, 'OK', 1],
    ]);
    expect(run.notifications.map(({ minute, transition, text }) => [minute, transition, text])).toEqual([
      [3, 'alert', '3'],
      [5, 'recovery', '1'],
    ]);
  });

  test.each([
    ['0', 'OK', {}],
    ['0', 'OK', { on_missing_data: 'default' }],
    ['missing data', 'No Data', { on_missing_data: 'show_and_notify_no_data' }],
    ['missing data', 'OK', { on_missing_data: 'resolve' }],
    ['missing data', 'No Data', { notify_no_data: true, no_data_timeframe: 10 }],
  ])('treats a window without events as %s: %s with %j', (value, state, options) => {
    const monitor = logMonitor('logs("*").index("*").rollup("count").last("5m") > 2', options);
    const run = simulate(monitor, sourceOf(series('logs', '0 3 0x30')), { to: 30 });
    const [first, ...later] = statesOf(run).map(([, , one]) => one);
    expect([first, later.at(-1)]).toEqual([expect.stringMatching(/OK|Alert/), state]);
    const last = run.groups[0]?.evaluations().at(-1);
    expect(last?.value).toBe(value === '0' ? 0 : undefined);
  });

  test('accepts counts of matching events per minute instead of events', () => {
    const run = simulate(counted, sourceOf(series('logs', '0 2 1 0x6')), { to: 8 });
    expect(statesOf(run)).toEqual([
      ['*', 0, 'OK', 0],
      ['*', 2, 'Alert', 3],
      ['*', 6, 'OK', 1],
    ]);
  });

  test('evaluates every value of a facet as a group, also in counts', () => {
    const monitor = logMonitor('logs("*").index("*").rollup("count").by("service").last("5m") > 1');
    const run = simulate(
      monitor,
      {
        ...sourceOf(series('logs{service:c}', '0 0 5')),
        events: () =>
          [
            { minute: 1, service: 'a' },
            { minute: 2, service: 'a' },
            { minute: 2, service: 'b' },
          ].map(readEvent),
      },
      { to: 9 },
    );
    const alerts = statesOf(run).filter(([, , state]) => state === 'Alert');
    expect(alerts).toEqual([
      ['service:a', 2, 'Alert', 2],
      ['service:c', 3, 'Alert', 5],
    ]);
  });

  test.each([
    ['cardinality', 3, 2],
    ['sum', 60, 30],
    ['avg', 15, 20],
    ['min', 10, 10],
    ['max', 20, 20],
    ['median', 15, 20],
  ])('rolls up a measure by %s', (method, _least, _most) => {
    const monitor = logMonitor(`logs("*").index("*").rollup("${method}", "@ms").last("5m") > 0`);
    const run = simulate(monitor, eventsAt([1, { ms: 10 }], [1, { ms: 20 }], [2, { ms: 20 }], [2, { ms: 10 }]), {
      to: 3,
    });
    const value = run.groups[0]?.evaluations().at(-1)?.value ?? Number.NaN;
    const expected = { cardinality: 2, sum: 60, avg: 15, min: 10, max: 20, median: 10 }[method] ?? Number.NaN;
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(expected * 0.01);
  });

  test('skips a group without events in a monitor with < while other groups have events', () => {
    const monitor = logMonitor('logs("*").index("*").rollup("count").by("host").last("1m") < 1');
    const run = simulate(
      monitor,
      eventsAt([1, { host: 'a' }], [1, { host: 'b' }], [2, { host: 'a' }], [3, { host: 'a' }]),
      { to: 5 },
    );
    expect(statesOf(run).filter(([, , state]) => state === 'Alert')).toEqual([
      ['host:a', 4, 'Alert', 0],
      ['host:b', 4, 'Alert', 0],
    ]);
    expect(run.assumed).toContain('a group without events is evaluated as 0 only if no other group has events');
  });

  test('notifies about missing events if on_missing_data requests a notification', () => {
    const monitor = logMonitor('logs("*").index("*").rollup("avg", "@ms").last("2m") > 100', {
      on_missing_data: 'show_and_notify_no_data',
    });
    const run = simulate(monitor, eventsAt([1, { ms: 10 }]), { to: 6 });
    expect(run.notifications.map(({ minute, transition }) => [minute, transition])).toEqual([[3, 'no data']]);
  });
});

describe('simulate with a formula', () => {
  const variable = (name: string, query: string, groupBy: string[] = []) => ({
    name,
    data_source: 'logs',
    search: { query },
    compute: { aggregation: 'count' },
    group_by: groupBy.map((facet) => ({ facet, limit: 10 })),
  });

  test('calculates a ratio of two searches over the window', () => {
    const monitor = logMonitor('formula("failed / total * 100").last("5m") > 30', {
      variables: [variable('failed', 'status:error'), variable('total', '*')],
    });
    const run = simulate(
      monitor,
      eventsAt([0, { status: 'ok' }], [1, { status: 'ok' }], [2, { status: 'error' }], [3, { status: 'ok' }]),
      { to: 8 },
    );
    expect(statesOf(run).map(([, minute, state]) => [minute, state])).toEqual([
      [0, 'OK'],
      [2, 'Alert'],
      [3, 'OK'],
      [5, 'Alert'],
      [7, 'OK'],
    ]);
    expect(run.assumed).toEqual(['a variable of a formula is 0 if no event matches, even without default_zero()']);
  });

  test('reads the counts of each variable from a series with its name', () => {
    const monitor = logMonitor('formula("failed / total").last("1m") >= 0.5', {
      variables: [variable('failed', 'status:error', ['host']), variable('total', '*', ['host'])],
    });
    const run = simulate(monitor, sourceOf(series('failed{host:a}', '0 1 0 0'), series('total{host:a}', '2 2 2 2')), {
      to: 3,
    });
    expect(statesOf(run)).toEqual([
      ['host:a', 0, 'OK', undefined],
      ['host:a', 1, 'Alert', 0.5],
      ['host:a', 2, 'OK', 0],
    ]);
  });

  test('evaluates metric variables as one metric query', () => {
    const monitor = readApiMonitor({
      name: 'n',
      type: 'query alert',
      query: 'formula("a / b").rollup("sum").last("2m") > 1',
      options: {
        variables: [
          { name: 'a', data_source: 'metrics', query: 'sum:x.errors{*}.as_count()' },
          { name: 'b', data_source: 'metrics', query: 'sum:x.total{*}.as_count()' },
        ],
      },
    });
    const run = simulate(monitor, sourceOf(series('x.errors', '1 1 9'), series('x.total', '2x3')), { to: 2 });
    expect(statesOf(run)).toEqual([
      ['*', 0, 'OK', 0.5],
      ['*', 2, 'Alert', 2.5],
    ]);
  });

  const overMetrics = (query: string, ...variables: readonly object[]) =>
    readApiMonitor({
      name: 'n',
      type: 'query alert',
      query,
      options: { variables: variables.map((one) => ({ data_source: 'metrics', ...one })) },
    });
  const values = (run: ReturnType<typeof simulate>) =>
    run.groups.flatMap((group) => group.evaluations().map(({ value }) => value));

  test.each([
    ['last', [1, 9, 4, 4]],
    ['sum', [1, 10, 13, 4]],
    ['max', [1, 9, 9, 4]],
    ['min', [1, 1, 4, 4]],
    ['mean', [1, 5, 6.5, 4]],
  ])('aggregates a metric variable over the window by its aggregator %s', (aggregator, expected) => {
    const monitor = overMetrics('formula("a").last("2m") > 100', { name: 'a', query: 'avg:x.load{*}', aggregator });
    const run = simulate(monitor, sourceOf(series('x.load', '1 9 4 _')), { to: 3 });
    expect(values(run)).toEqual(expected);
    expect(run.assumed).toEqual([
      `variables are aggregated over the window before the formula is calculated: a by ${aggregator}`,
    ]);
  });

  test('calculates the formula from the aggregated variables', () => {
    const monitor = overMetrics(
      'formula("abs(a / b - 1)").last("2m") > 100',
      { name: 'a', query: 'avg:x.a{*}', aggregator: 'last' },
      { name: 'b', query: 'avg:x.b{*}', aggregator: 'sum' },
    );
    const run = simulate(monitor, sourceOf(series('x.a', '1 8'), series('x.b', '1 3')), { to: 1 });
    expect(values(run)).toEqual([0, 1]);
  });

  test('assumes avg point by point for metric variables without an aggregator', () => {
    const monitor = overMetrics('formula("a").last("2m") > 100', { name: 'a', query: 'avg:x.load{*}' });
    expect(simulate(monitor, sourceOf(series('x.load', '1 9')), { to: 1 }).assumed).toEqual([
      'a formula over metrics is calculated point by point, and aggregated over the window by avg, the default of the editor',
    ]);
  });

  test.each([
    ['a', 'l2norm', 'the aggregator l2norm of a'],
    ['diff(a)', 'last', 'diff() over variables with an aggregator'],
  ])('does not evaluate the formula %s over a variable with the aggregator %s', (formula, aggregator, message) => {
    const monitor = overMetrics(`formula("${formula}").last("2m") > 1`, { name: 'a', query: 'avg:x.l{*}', aggregator });
    expect(() => simulate(monitor, sourceOf(series('x.l', '1')), { to: 1 })).toThrow(message);
  });

  test('assumes that intervals and the rollup of a formula over events have no effect', () => {
    const monitor = logMonitor('formula("a").rollup("sum").last("5m") > 1', {
      variables: [{ ...variable('a', '*'), compute: { aggregation: 'avg', metric: '@d', interval: 60_000 } }],
    });
    expect(simulate(monitor, sourceOf(), { to: 1 }).assumed).toEqual([
      'a formula over events is calculated once for the whole window; .rollup("sum") has no effect',
      'a is aggregated over the whole window; its interval has no effect',
    ]);
  });

  test.each([
    ['an undeclared variable', 'formula("a / c").last("5m") > 1', [variable('a', '*')], 'does not declare it'],
    ['another data source', 'formula("a").last("5m") > 1', [{ name: 'a', data_source: 'cloud_cost' }], 'cloud_cost'],
    [
      'a function of time',
      'formula("derivative(a)").last("5m") > 1',
      [variable('a', '*')],
      'derivative() in a formula',
    ],
  ])('does not evaluate %s', (_, query, variables, message) => {
    expect(() => simulate(logMonitor(query, { variables }), sourceOf(), { to: 5 })).toThrow(message);
  });
});
