import { fc, test as property } from '@fast-check/jest';
import { changes, monitor, run, sentLines, testCatalogue } from '../evaluate/monitor.fixture';
import { readDowntimeSchedule } from '../routing/downtime-schedule';
import { series, sourceOf } from '../series/series';
import { simulate } from './simulate';

const grouped = 'sum(last_1m):sum:t.count{*} by {k,l}.as_count() >= 1';
const all = [
  series('t.count{k:a,l:x}', '0 0 1 1 0 0'),
  series('t.count{k:a,l:y}', '0 0 0 1 1 0'),
  series('t.count{k:b,l:x}', '0 0 0 0 1 0'),
];

// Source: docs.datadoghq.com/monitors/configuration, "Notification grouping"
describe('notify_by', () => {
  test('sends a notification per group without notify_by', () => {
    expect(sentLines(run(monitor(grouped), all, 5))).toHaveLength(6);
  });

  test('sends one notification for groups with the same tag values, and one recovery after the last group recovers', () => {
    expect(sentLines(run(monitor(grouped, { notify_by: ['k'] }), all, 5))).toEqual([
      '2 alert k:a',
      '4 alert k:b',
      '5 recovery k:a',
      '5 recovery k:b',
    ]);
  });

  test('combines all groups for "*"', () => {
    expect(sentLines(run(monitor(grouped, { notify_by: ['*'] }), all, 5))).toEqual(['2 alert', '5 recovery']);
  });

  test('notify_by sends no notification with show_no_data', () => {
    const options = { notify_by: ['*'], on_missing_data: 'show_no_data', new_group_delay: 0 };
    const gauged = monitor('max(last_1m):max:t.gauge{*} by {k} >= 5', options);
    expect(sentLines(run(gauged, [series('t.gauge{k:a}', '1 9 _ _')], 3))).toEqual(['1 alert']);
  });

  test('renotifies', () => {
    const options = { notify_by: ['*'], renotify_interval: 1 };
    expect(sentLines(run(monitor(grouped, options), all, 4))).toEqual(['2 alert', '3 renotify', '4 renotify']);
  });
});

// Source: docs.datadoghq.com/monitors/downtimes
describe('a downtime', () => {
  const query = 'sum(last_1m):sum:t.count{*} by {k}.as_count() >= 1';
  const failing = [series('t.count{k:a}', '0 0 1x5 0 0'), series('t.count{k:b}', '0x4 1x5')];
  const with_ = (from: number, to: number, tags = {}) => {
    const options = { to: 8, catalogue: testCatalogue, downtimes: [{ from, to, tags }] };
    return sentLines(simulate(monitor(query), sourceOf(...failing), options));
  };

  test('mutes alerts that start during the downtime, and notifies about open alerts at the end', () => {
    expect(with_(1, 6)).toEqual(['6 alert k:a', '6 alert k:b', '8 recovery k:a']);
  });

  test('notifies again about an earlier alert when the downtime ends', () => {
    expect(with_(3, 6, { k: 'a' })).toEqual(['2 alert k:a', '5 alert k:b', '6 alert k:a', '8 recovery k:a']);
  });

  test('does not mute the first recovery of an earlier alert', () => {
    expect(with_(3, 20, { k: 'a' })).toEqual(['2 alert k:a', '5 alert k:b', '8 recovery k:a']);
  });

  test('does not change the states', () => {
    const options = { to: 8, catalogue: testCatalogue, downtimes: [{ from: 0, to: 20, tags: {} }] };
    const found = simulate(monitor(query), sourceOf(...failing), options);
    expect(changes(found, 'k:a')).toEqual(['2 Alert', '8 OK']);
    expect(found.notifications).toEqual([]);
  });
});

// Source: docs.datadoghq.com/monitors/downtimes; API reference, "Schedule a downtime"
describe('a declared downtime', () => {
  const query = 'sum(last_1m):sum:t.count{*} by {k}.as_count() >= 1';
  // a Friday, an hour before the weekend in Berlin
  const friday = Date.UTC(2026, 9, 23, 21) / 60_000;
  const hours = (hour: number) => friday + hour * 60;
  const weekend = {
    scope: 'k:a',
    recurring_schedule: {
      timezone: 'Europe/Berlin',
      recurrence: ['SA', 'SU'].map((weekday) => ({
        rrule: `FREQ=WEEKLY;BYDAY=${weekday}`,
        duration: '24h',
        start: '2026-01-03T00:00:00',
      })),
    },
  };
  const sentFor = (values: string, attributes: object = {}, name = 't.count{k:a}') => {
    const source = sourceOf(series(name, values, friday));
    const downtimes = [readDowntimeSchedule('weekend', { ...weekend, ...attributes })];
    const options = { from: friday, to: hours(60), catalogue: testCatalogue, downtimes };
    return simulate(monitor(query, { new_group_delay: 0 }), source, options).notifications.map(
      ({ minute, transition }) => `${(minute - friday) / 60} h ${transition}`,
    );
  };

  test('lists the assumptions about the duration and the scope of a downtime', () => {
    const downtimes = [readDowntimeSchedule('weekend', weekend)];
    const options = { from: friday, to: hours(60), catalogue: testCatalogue, downtimes };
    const source = sourceOf(series('t.count', '0x100', friday));
    expect(simulate(monitor('sum(last_1m):sum:t.count{*}.as_count() >= 1'), source, options).assumed).toEqual([
      'a group is dropped after 24 h without data (groupRetentionHours)',
      'downtime weekend lasts exactly as long as its duration, although the clocks change',
      'downtime weekend has the scope k:a, so it does not mute a monitor without groups',
    ]);
  });

  // the clocks go back, so Sunday has 25 hours, of which the downtime mutes 24
  test('mutes until the last of two adjacent occurrences ends, in local time', () => {
    expect(sentFor('0x119 1x3500')).toEqual(['49 h alert']);
    expect(sentFor('0x119 1x3500', {}, 't.count{k:b}')).toEqual(['2 h alert']);
  });

  test('does not mute earlier and later alerts', () => {
    expect(sentFor('0x29 1x5 0x2963 1 0x100').filter((one) => one.endsWith('alert'))).toEqual([
      '0.5 h alert',
      '50 h alert',
    ]);
  });

  test('mutes the first recovery only with mute_first_recovery_notification', () => {
    expect(sentFor('0x29 1x119 0x3400')).toEqual(['0.5 h alert', '2.5 h recovery']);
    expect(sentFor('0x29 1x119 0x3400', { mute_first_recovery_notification: true })).toEqual(['0.5 h alert']);
  });
});

test('alerts even if the warning threshold is on the wrong side', () => {
  const wrong = monitor('max(last_1m):max:t.gauge{*} > 5', { thresholds: { critical: 5, warning: 8 } });
  expect(changes(run(wrong, [series('t.gauge', '1 6 9 1')], 3))).toEqual(['1 Alert', '3 OK']);
});

test('ignores late points until they arrive', () => {
  const late = { ...series('t.count', '0x4 1 0x10'), arrivals: new Map([[5, 8]]) };
  const counted = monitor('sum(last_5m):sum:t.count{*}.as_count() >= 1');
  expect(changes(run(counted, [series('t.count', '0x4 1 0x10')], 12))).toEqual(['5 Alert', '10 OK']);
  expect(changes(run(counted, [late], 12))).toEqual(['8 Alert', '10 OK']);
  // if evaluation_delay equals the delay of the points, the states change as for points that arrive on time, but 3 minutes later
  const delayed = monitor('sum(last_5m):sum:t.count{*}.as_count() >= 1', { evaluation_delay: 180 });
  expect(changes(run(delayed, [late], 15))).toEqual(['8 Alert', '13 OK']);
});

describe('every evaluation', () => {
  const points = fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined, freq: 3 }), { maxLength: 60 });
  const options = fc.record({
    on_missing_data: fc.constantFrom(undefined, 'default', 'show_no_data', 'show_and_notify_no_data', 'resolve'),
    renotify_interval: fc.constantFrom(undefined, 3),
    require_full_window: fc.boolean(),
    evaluation_delay: fc.constantFrom(0, 120),
    thresholds: fc.constantFrom({ critical: 3 }, { critical: 3, warning: 2, critical_recovery: 1 }),
  });

  property.prop([points, points, options])(
    'returns evaluations consistent with the state changes, although most evaluations are skipped',
    (a, b, chosen) => {
      const definition = monitor('sum(last_3m):sum:t.count{*} by {k}.as_count() >= 3', chosen);
      const found = run(definition, [series('t.count{k:a}', a), series('t.count{k:b}', b)], 70);
      for (const group of found.groups) {
        let state: string | undefined;
        const changed = group.evaluations().filter((one) => {
          const isChange = one.state !== state;
          state = one.state;
          return isChange;
        });
        expect(group.changes).toEqual(changed);
      }
    },
  );
});

describe('an invalid run', () => {
  const counted = monitor('sum(last_5m):sum:t.count{*}.as_count() >= 1');
  const over = (options: object) => simulate(counted, sourceOf(), { to: 5, catalogue: testCatalogue, ...options });

  test.each([
    [{ to: Number.NaN }, 'to is NaN; it must be a whole minute'],
    [{ to: Number.POSITIVE_INFINITY }, 'to is Infinity'],
    [{ from: 0.5 }, 'from is 0.5'],
    [{ to: 1e8 }, 'more than two years long'],
    [{ downtimes: [{ from: 5, to: 5, tags: {} }] }, 'a downtime must end after it starts'],
  ])('%j is rejected', (options, message) => expect(() => over(options)).toThrow(message));
});

// Source: docs.datadoghq.com/monitors/configuration, "Auto resolve", "Group retention time", "New group delay"
describe('time without data', () => {
  const gauged = 'max(last_2m):max:t.gauge{*} >= 1';

  test.each([
    [{ timeout_h: 1, on_missing_data: 'show_and_notify_no_data' }, ['1 alert', '3 no data', '63 recovery']],
    [{ timeout_h: 1, notify_no_data: true, no_data_timeframe: 10 }, ['1 alert', '11 no data', '63 recovery']],
  ])('a monitor with %j resolves once and stays resolved', (options, expected) => {
    expect(sentLines(run(monitor(gauged, options), [series('t.gauge', '0 2')], 300))).toEqual(expected);
  });

  test('keeps groups of hosts for two days', () => {
    const byHost = monitor('max(last_2m):max:t.gauge{*} by {host} >= 1', { new_group_delay: 0 });
    expect(changes(run(byHost, [series('t.gauge{host:a}', '0 2')], 3000), 'host:a')).toEqual(['1 Alert', '2883 gone']);
  });

  test('ignores new hosts during new_host_delay if new_group_delay is not set', () => {
    const byHost = (options: Readonly<Record<string, unknown>>) =>
      monitor('max(last_1m):max:t.gauge{*} by {host} >= 1', options);
    const all = [series('t.gauge{host:a}', '2x20')];
    expect(changes(run(byHost({ new_host_delay: 300 }), all, 20), 'host:a')).toEqual(['5 Alert']);
    expect(changes(run(byHost({ new_host_delay: 300, new_group_delay: 120 }), all, 20), 'host:a')).toEqual(['2 Alert']);
  });
});

describe('the assumptions of a result', () => {
  const assumed = (query: string, ...names: readonly string[]) =>
    run(
      monitor(query),
      names.map((name) => series(name, '1 2')),
      2,
    ).assumed.join('\n');

  test.each([
    ['max(last_5m):diff(sum:t.gauge{*}) > 1', 'lookbackMinutes'],
    ['max(last_5m):sum:t.gauge{*}.fill(last) > 1', 'fillLimitSeconds'],
    ['max(last_5m):ewma_5(sum:t.gauge{*}) > 1', '2 / (span + 1)'],
    ['max(last_5m):sum:t.gauge{*}.rollup(sum, 300) > 1', 'first bucket'],
  ])('%s reports: %s', (query, expected) => expect(assumed(query, 't.gauge')).toContain(expected));

  test('reports gaps of gauges only if several series are aggregated', () => {
    const query = 'max(last_5m):sum:t.gauge{*} by {k} > 1';
    expect(assumed(query, 't.gauge{k:a}', 't.gauge{k:b}')).not.toContain('interpolation');
    expect(assumed(query, 't.gauge{k:a,l:1}', 't.gauge{k:a,l:2}')).toContain('interpolation');
    expect(assumed('sum(last_5m):sum:t.count{*}.as_count() > 1', 't.count{k:a}', 't.count{k:b}')).toBe('');
  });
});
