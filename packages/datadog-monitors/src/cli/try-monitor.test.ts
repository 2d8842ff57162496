import * as z from 'zod';
import { tryLine } from './try-line';

const answer = (line: unknown) => tryLine(JSON.stringify(line));
const failed = { type: 'metric alert', query: 'sum(last_5m):sum:t.failed{*} by {k}.as_count() >= 2' };
const everyMinute = (from: number, to: number, value: number) =>
  Array.from({ length: to - from + 1 }, (_, at): [number, number] => [from + at, value]);

describe('tryLine with a monitor', () => {
  test('parses and validates a monitor without series', () => {
    expect(answer({ monitor: failed })).toEqual({
      valid: true,
      errors: [],
      parsed: {
        kind: 'metric',
        query: 'sum(last_5m):sum:t.failed{*} by {k}.as_count() >= 2',
        comparator: '>=',
        threshold: 2,
        timeAggregator: 'sum',
        window: 'last_5m',
        windowMinutes: 5,
        groups: ['k'],
      },
    });
  });

  test.each([
    ['query alert', 'pct_change(avg(last_5m),1h_ago):avg:t.g{*} > 5', { change: 'pct_change', shiftMinutes: 60 }],
    [
      'log alert',
      'logs("a").index("*").rollup("count").by("host").last("5m") > 1',
      { windowMinutes: 5, groups: ['host'] },
    ],
    ['service check', '"up".over("*").by("host").last(2).count_by_status()', { check: 'up', last: 2 }],
    ['composite', '1 && !2', { monitors: ['1', '2'] }],
    ['slo alert', 'error_budget("abc").over("7d") > 75', { slo: 'abc', days: 7, threshold: 75 }],
    ['rum alert', 'rum("*").rollup("count").last("5m") > 1', { kind: 'search', source: 'rum' }],
    ['cost alert', 'formula("query1").last("30d").anomaly(direction="both") > 6', { kind: 'opaque' }],
    ['log alert', 'formula("a / b").last("5m") > 0.1', { kind: 'formula', formula: 'a / b', windowMinutes: 5 }],
  ])('parses a monitor of type %s: %s', (type, query, parsed) => {
    const options = type === 'service check' ? { thresholds: { critical: 1 } } : {};
    expect(answer({ monitor: { type, query, options } })).toMatchObject({ valid: true, parsed });
  });

  test('returns the state changes and notifications of a monitor over series', () => {
    const line = {
      monitor: {
        ...failed,
        name: 'failures',
        message: '{{k.name}}: {{value}} @slack-a',
        options: { evaluation_delay: 60 },
      },
      series: { 't.failed{k:a}': [...everyMinute(0, 9, 0), [10, 3]], 't.failed{k:b}': everyMinute(0, 20, 0) },
      to: 20,
    };
    expect(answer(line)).toMatchObject({
      valid: true,
      states: [
        { minute: 1, group: 'k:a', state: 'OK', value: null, reason: 'a new group is ignored for 60 s' },
        { minute: 1, group: 'k:b', state: 'OK' },
        { minute: 11, group: 'k:a', state: 'Alert', value: 3 },
      ],
      notifications: [{ minute: 11, group: 'k:a', transition: 'alert', text: 'a: 3 @slack-a' }],
    });
  });

  test('returns every evaluation if the line contains "all": true', () => {
    const line = { monitor: failed, series: { 't.failed{k:a}': everyMinute(0, 4, 1) }, to: 4 };
    const values = (all: boolean) => answer({ ...line, all })['evaluations'];
    expect(values(false)).toBeUndefined();
    expect(values(true)).toMatchObject([null, 2, 3, 4, 5].map((value, minute) => ({ minute, value })));
  });

  test('by default, evaluates a monitor until its series can no longer affect it', () => {
    const monitor = { ...failed, options: { evaluation_delay: 600 } };
    const points = [
      [3, 0],
      [6, 5],
      [7, 0],
    ];
    const { notifications } = answer({ monitor, series: { 't.failed{k:a}': points } });
    expect(notifications).toMatchObject([
      { minute: 16, transition: 'alert' },
      { minute: 21, transition: 'recovery' },
    ]);
  });

  test('uses the metric type that the line declares', () => {
    const monitor = { type: 'metric alert', query: 'avg(last_5m):p95:t.latency{*} > 5' };
    expect(answer({ monitor, metricTypes: { 't.latency': 'distribution' } })).toMatchObject({ valid: true });
    expect(answer({ monitor, metricTypes: { 't.latency': 'gauge' } })).toMatchObject({ valid: false });
  });

  test('infers the type of an undeclared metric from the query', () => {
    const query = 'avg(last_5m):p95:t.latency{*} > 5';
    expect(answer({ monitor: { type: 'metric alert', query } })).toMatchObject({ valid: true });
    expect(answer({ monitor: failed })).toMatchObject({ valid: true });
  });

  test('accepts a monitor without a message and options', () => {
    const monitor = { type: 'query alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: null, options: null };
    expect(answer({ monitor })).toMatchObject({ valid: true, errors: [] });
  });

  test('only warns about an unknown tag, because AWS metrics can have resource tags', () => {
    const query = 'sum(last_5m):sum:aws.lambda.errors{env:prod}.as_count() > 1';
    const monitor = { type: 'metric alert', query };
    const warning = { lint: 'unknown-tag', message: expect.stringContaining('has no tag env'), column: 36 };
    expect(answer({ monitor })).toMatchObject({ valid: true, warnings: [warning] });
    const known = answer({ monitor, series: { 'aws.lambda.errors{env:prod}': [[0, 1]] } });
    expect(known).toMatchObject({ valid: true });
    expect(known).not.toHaveProperty('warnings');
  });

  test('reports an invalid query and its column', () => {
    expect(answer({ monitor: { type: 'metric alert', query: 'sum(last_5m):sum:t.failed > 1' } })).toEqual({
      valid: false,
      errors: [{ message: 't.failed has no scope; use t.failed{*}', column: 26 }],
    });
  });

  test('reports malformed options by attribute name', () => {
    const { valid, errors } = answer({ monitor: { ...failed, options: { evaluation_delay: 'soon' } } });
    expect(valid).toBe(false);
    expect(errors).toMatchObject([{ attribute: expect.stringContaining('evaluation_delay') }]);
  });

  test('validates but does not evaluate a monitor with an unpublished algorithm', () => {
    const monitor = {
      type: 'query alert',
      query: "avg(last_4h):anomalies(avg:t.g{*}, 'basic', 2) >= 1",
      options: {
        threshold_windows: { trigger_window: 'last_15m', recovery_window: 'last_15m' },
        thresholds: { critical: 1 },
      },
    };
    const { valid, notEvaluated } = answer({ monitor, series: { 't.g': [[0, 1]] } });
    expect(valid).toBe(true);
    expect(notEvaluated).toContain('anomalies()');
  });

  test.each([
    [
      [
        [5, 1],
        [3, 1],
      ],
      'series t.failed{k:a}: point 2: minute 3 comes after 5',
    ],
    [
      [
        [5, 1],
        [5, 2],
      ],
      'series t.failed{k:a}: point 2: minute 5 occurs twice',
    ],
    [[[1e12, 1]], 'series t.failed{k:a}: point 1: minute 1000000000000 is more than two years away'],
    [[[1, 'x']], 'series.t.failed{k:a}.0.1: '],
  ])('rejects points %j', (points, message) => {
    expect(answer({ monitor: failed, series: { 't.failed{k:a}': points } })['error']).toContain(message);
  });

  test('rejects a time range of more than a year', () => {
    const line = { monitor: failed, series: { 't.failed{k:a}': [[0, 1]] }, to: 1e6 };
    expect(answer(line)).toEqual({ error: 'the range from minute 0 to 1000000 is longer than a year' });
  });
});

describe('tryLine with a time range and series', () => {
  const monitor = failed;

  test('reports an unused metric, because a misspelled metric would look like missing data', () => {
    expect(answer({ monitor, series: { 't.failed{k:a}': [[0, 1]], 't.faild{k:a}': [[0, 1]] } })).toMatchObject({
      valid: true,
      unused: ['t.faild'],
    });
  });

  const series = { 't.failed{k:a}': [[0, 1]] };
  test.each([
    [{ from: 5, to: 3 }, 'the range from 5 to 3 contains no whole minute'],
    [{ from: 100 }, 'the range from 100 to 6 contains no whole minute'],
    [{ from: 1e15 }, 'from 1000000000000000 is more than two years away; use minutes, not seconds'],
    [{ series: { 't.failed{k:a,l:b}': [], 't.failed{l:b,k:a}': [] } }, 'the series t.failed{l:b,k:a} appears twice'],
  ])('rejects %j', (more, message) => {
    expect(answer({ monitor, series, ...more })['error']).toContain(message);
  });

  test('rejects the series name __proto__', () => {
    const line = JSON.stringify({ monitor, series: { ...series, PROTO: [[0, 1]] } }).replace('PROTO', '__proto__');
    expect(tryLine(line)).toEqual({ error: 'series: __proto__ is not a valid name' });
    expect(answer({ monitor: { ...failed, query: 'avg(last_5m):avg:constructor{*} > 1' } })).toMatchObject({
      valid: true,
    });
  });
});

describe('tryLine with a composite monitor', () => {
  const many = { type: 'metric alert', query: 'sum(last_5m):sum:t.all{*}.as_count() >= 10' };
  const monitor = { type: 'composite', query: 'a && b', message: 'both' };
  const one = { ...failed, query: 'sum(last_5m):sum:t.failed{*}.as_count() >= 2' };
  const series = {
    't.failed': [...everyMinute(0, 9, 0), [10, 3], ...everyMinute(11, 30, 0)],
    't.all': [...everyMinute(0, 9, 1), [12, 20], [20, 0]],
  };

  test('evaluates a composite and its members over the same series', () => {
    const { notifications } = answer({ monitor, members: { a: one, b: many }, series, to: 30 });
    expect(notifications).toMatchObject([
      { minute: 12, transition: 'alert', text: 'both' },
      { minute: 15, transition: 'recovery' },
    ]);
  });

  test('does not evaluate a composite if its members are missing', () => {
    expect(answer({ monitor, series })['notEvaluated']).toContain('composite');
  });

  test.each([
    [{ a: one }, { valid: false, errors: [{ message: 'unknown monitor b', column: 6 }] }],
    [
      { a: one, b: monitor },
      { valid: false, errors: [{ message: expect.stringContaining('cannot be nested') }] },
    ],
    [{ a: one, b: many, c: many }, { error: 'members.c: the composite does not use this member, only a, b' }],
    [
      { a: one, b: { ...many, query: 'sum(' } },
      { valid: false, errors: [{ attribute: 'members.b' }] },
    ],
    [{ a: one, b: 7 }, { error: expect.stringContaining('members.b: ') }],
  ])('rejects a composite with the members %j', (members, refusal) => {
    expect(answer({ monitor, members, series })).toMatchObject(refusal);
  });
});

describe('tryLine with an SLO alert', () => {
  const query = 'burn_rate("s").over("30d").long_window("1h").short_window("5m") > 10';
  const monitor = { type: 'slo alert', query, options: { thresholds: { critical: 10 } } };
  const slo = { target: 99, good: 'sum:t.good{*}.as_count()', total: 'sum:t.all{*}.as_count()' };
  const series = { 't.good': everyMinute(0, 90, 5), 't.all': everyMinute(0, 90, 10) };

  test('evaluates an SLO alert with its SLO, and returns the same fields as for other monitors', () => {
    const { states, notifications } = answer({ monitor, slo, series });
    expect(states).toContainEqual(expect.objectContaining({ state: 'Alert', value: 50 }));
    expect(notifications).toMatchObject([{ transition: 'alert' }]);
    expect(answer({ monitor, slo: { ...slo, target: 0.99 }, series })['notifications']).toEqual(notifications);
  });

  test('does not evaluate an SLO alert without its SLO', () => {
    expect(answer({ monitor, series })).toMatchObject({ valid: true, notEvaluated: expect.any(String) });
  });

  test.each([
    [{ ...slo, target: 100 }, 'slo.target is 100; it must be above 0 and below 100 percent'],
    [{ ...slo, good: 'sum:t.good' }, 'slo.good, column '],
    [{ target: 99 }, 'slo.good: '],
  ])('rejects an SLO alert with %j', (wrong, message) => {
    expect(answer({ monitor, slo: wrong, series })['error']).toContain(message);
  });
});

describe('downtimes in a line', () => {
  const weekend = {
    monitor_identifier: { monitor_tags: ['team:shop'] },
    schedule: {
      timezone: 'UTC',
      // minute 0 is 1970-01-01, a Thursday
      recurrences: [{ rrule: 'FREQ=WEEKLY;BYDAY=TH;BYHOUR=0', duration: '1h', start: '1970-01-01T00:00' }],
    },
  };
  const failing = {
    monitor: { ...failed, id: 7, tags: ['team:shop'], options: { new_group_delay: 0 } },
    series: { 't.failed{k:a}': [...everyMinute(0, 9, 0), ...everyMinute(10, 70, 2)] },
    to: 70,
  };

  test.each([
    ['no downtime', [], [10]],
    ['a range of minutes', [{ from: 0, to: 30 }], [30]],
    ['a range of minutes for another group', [{ from: 0, to: 30, tags: { k: 'b' } }], [10]],
    ['a recurring downtime for the tags of the monitor', [weekend], [60]],
    ['a recurring downtime for the id of the monitor', [{ ...weekend, monitor_identifier: { monitor_id: 7 } }], [60]],
    ['a downtime that notifies only warnings at its end', [{ ...weekend, notify_end_states: ['warn'] }], []],
    ['a downtime that does not notify at its end', [{ ...weekend, notify_end_types: ['canceled'] }], []],
  ])('with %s, sends notifications in the expected minutes', (_what, downtimes, minutes) => {
    const { notifications } = z
      .looseObject({ notifications: z.array(z.looseObject({ minute: z.number() })) })
      .parse(answer({ ...failing, downtimes }));
    expect(notifications.map(({ minute }) => minute)).toEqual(minutes);
  });

  test('applies a downtime with dates relative to the time of minute 0', () => {
    const downtimes = [{ schedule: { start: '2026-11-28T22:00:00Z', end: '2026-11-28T23:00:00Z' } }];
    const minutesFrom = (start: string) => answer({ ...failing, start, downtimes });
    expect(minutesFrom('2026-11-28T22:30:00Z')).toMatchObject({ notifications: [{ minute: 30 }] });
    expect(minutesFrom('2026-11-28T22:55:00Z')).toMatchObject({ notifications: [{ minute: 10 }] });
  });

  test('lists downtimes that do not select the monitor', () => {
    const other = { ...weekend, monitor_identifier: { monitor_id: 8 } };
    expect(answer({ ...failing, downtimes: [other] })).toMatchObject({
      otherDowntimes: ['downtimes.0'],
      notifications: [{ minute: 10 }],
    });
  });

  test('lists downtimes without a start in the assumptions', () => {
    const { schedule, ...rest } = weekend;
    const recurrences = [{ rrule: 'FREQ=DAILY', duration: '1h' }];
    expect(answer({ ...failing, downtimes: [{ ...rest, schedule: { ...schedule, recurrences } }] })).toMatchObject({
      assumed: [
        'downtime downtimes.0 has no start; assumed to have started before 1970-01-01, at the time in its rule or at 00:00',
      ],
      notifications: [{ minute: 60 }],
    });
  });

  test.each([
    [{ from: 1 }, /^downtimes\.0: to: Invalid input/],
    [{ from: 5, to: 5 }, /^a downtime must end after it starts, but the given downtime lasts from 5 to 5$/],
    [{}, /^downtimes\.0: expected from and to in minutes, or one of schedule, one_time_schedule, recurring_schedule$/],
    [{ schedule: { recurrences: [{ rrule: 'FREQ=DAILY' }] } }, /^downtimes\.0: schedule: recurrences: 0: duration: /],
    [
      { schedule: { recurrences: [{ rrule: 'DTSTART=20260101;FREQ=DAILY', duration: '1h' }] } },
      /^downtimes\.0: Datadog rejects DTSTART in the rule /,
    ],
    [
      { schedule: { start: '2026-01-02T00:00Z', end: '2026-01-01T00:00Z' } },
      /^downtimes\.0: end .* is not after start /,
    ],
    [{ scope: '(', schedule: {} }, /^downtimes\.0: missing tag in the scope \($/],
  ])('rejects %j in one line', (downtime, message) => {
    expect(answer({ ...failing, downtimes: [downtime] })).toEqual({ error: expect.stringMatching(message) });
  });
});
