import { fc, test as property } from '@fast-check/jest';
import { series, sourceOf } from '../series/series';
import { createEvaluator } from './evaluator';
import { changes, monitor, run, sentLines, testCatalogue, valueAt } from './monitor.fixture';
import { cadence, isFull, rangeOf } from './schedule';
import { readMonitorState, untouched } from './state';

const counted = 'sum(last_5m):sum:t.count{*}.as_count() >= 1';

describe('the monitor from the conference talk', () => {
  test('alerts once evaluation_delay has passed, and recovers when the window contains no failure', () => {
    const found = run(monitor(counted, { evaluation_delay: 900 }), [series('t.count', '0x4 1 0x40')], 40);
    expect(changes(found)).toEqual(['20 Alert', '25 OK']);
    expect(sentLines(found)).toEqual(['20 alert', '25 recovery']);
    expect(found.notifications[0]).toMatchObject({
      from: 'OK',
      to: 'Alert',
      value: 1,
      reason: '1 >= 1',
      triggered: 20,
    });
  });

  test("uses evaluationDelaySeconds instead of the monitor's delay for metrics that arrive immediately", () => {
    const definition = monitor(counted, { evaluation_delay: 900 });
    const evaluator = createEvaluator(definition, { catalogue: testCatalogue, evaluationDelaySeconds: 0 });
    expect(evaluator.evaluateAt(5, sourceOf(series('t.count', '0x4 1')), untouched).groups[0]?.state).toBe('Alert');
  });
});

// Source: docs.datadoghq.com/monitors/guide/recovery-thresholds
describe('recovery thresholds', () => {
  test.each([
    ['>', 10, 5, [11, 6, 5], ['OK at 5']],
    ['>=', 10, 5, [10, 5, 4], ['OK at 4']],
    ['<', 10, 15, [9, 14, 15], ['OK at 15']],
    ['<=', 10, 15, [10, 15, 16], ['OK at 16']],
  ])('an alert at %s %d recovers at the recovery threshold %d', (sign, critical, recovery, values, expected) => {
    const options = { thresholds: { critical, critical_recovery: recovery } };
    const found = run(
      monitor(`max(last_1m):max:t.gauge{*} ${sign} ${critical}`, options),
      [series('t.gauge', values)],
      2,
    );
    expect(changes(found)).toEqual(['0 Alert', '2 OK']);
    expect(expected).toEqual([`OK at ${valueAt(found, 2)}`]);
  });

  test('applies a separate threshold and recovery threshold to warnings', () => {
    const options = { thresholds: { critical: 10, warning: 5, warning_recovery: 3 } };
    const found = run(monitor('max(last_1m):max:t.gauge{*} > 10', options), [series('t.gauge', '1 6 11 6 4 3')], 5);
    expect(changes(found)).toEqual(['1 Warn', '2 Alert', '3 Warn', '5 OK']);
    expect(sentLines(found)).toEqual(['1 warn', '2 alert', '3 warn', '5 recovery']);
  });
});

// Source: docs.datadoghq.com/monitors/configuration, "No data"
describe('missing data', () => {
  const sparse = [series('t.count', '0 2')];
  const gauge = [series('t.gauge', '0 2')];
  const gauged = 'max(last_2m):max:t.gauge{*} >= 1';
  const twoMinutes = 'sum(last_2m):sum:t.count{*}.as_count() >= 1';

  test('keeps the state if on_missing_data is not set', () => {
    expect(changes(run(monitor(twoMinutes), sparse, 60))).toEqual(['1 Alert']);
  });

  test('evaluates a missing count as 0 and keeps the state of a gauge if on_missing_data is "default"', () => {
    expect(changes(run(monitor(twoMinutes, { on_missing_data: 'default' }), sparse, 60))).toEqual(['1 Alert', '3 OK']);
    expect(changes(run(monitor(gauged, { on_missing_data: 'default' }), gauge, 60))).toEqual(['1 Alert']);
  });

  test.each([
    ['show_no_data', ['1 Alert', '3 No Data'], ['1 alert']],
    ['show_and_notify_no_data', ['1 Alert', '3 No Data'], ['1 alert', '3 no data']],
    ['resolve', ['1 Alert', '3 OK'], ['1 alert', '3 recovery']],
  ])('changes the state and notifies as "%s" specifies', (choice, states, messages) => {
    const found = run(monitor(gauged, { on_missing_data: choice }), gauge, 20);
    expect(changes(found)).toEqual(states);
    expect(sentLines(found)).toEqual(messages);
  });

  test('notifies after no_data_timeframe if notify_no_data is set, and recovers when data returns', () => {
    const options = { notify_no_data: true, no_data_timeframe: 10 };
    const found = run(monitor('max(last_2m):max:t.gauge{*} > 5', options), [series('t.gauge', '1 1 _x20 1')], 22);
    expect(sentLines(found)).toEqual(['11 no data', '22 recovery']);
  });

  test('does not report missing data for a group that never had data', () => {
    const found = run(monitor(gauged, { on_missing_data: 'show_and_notify_no_data' }), [], 30);
    expect(sentLines(found)).toEqual([]);
    expect(found.groups).toEqual([]);
  });

  test('resolves a triggered group after timeout_h without data', () => {
    const found = run(monitor(gauged, { timeout_h: 1 }), gauge, 70);
    expect(changes(found)).toEqual(['1 Alert', '63 OK']);
    expect(found.notifications[1]?.reason).toBe('no data for 1 h: resolved by timeout_h');
  });

  test('drops a group after a day without data, without sending a notification', () => {
    const found = run(monitor(gauged), gauge, 1450);
    expect(changes(found)).toEqual(['1 Alert', '1443 gone']);
    expect(sentLines(found)).toEqual(['1 alert']);
  });
});

// Source: docs.datadoghq.com/monitors/notify, "Renotify"
describe('renotification', () => {
  const always = [series('t.count', '0 1x60')];

  test('renotifies every renotify_interval during an alert', () => {
    expect(sentLines(run(monitor(counted, { renotify_interval: 10 }), always, 35))).toEqual([
      '1 alert',
      '11 renotify',
      '21 renotify',
      '31 renotify',
    ]);
  });

  test('stops after renotify_occurrences', () => {
    const options = { renotify_interval: 10, renotify_occurrences: 2 };
    expect(sentLines(run(monitor(counted, options), always, 60))).toEqual(['1 alert', '11 renotify', '21 renotify']);
  });

  test('stops 30 hours after the alert if renotify_occurrences is not set', () => {
    const daily = { renotify_interval: 600 };
    expect(sentLines(run(monitor(counted, daily), [series('t.count', '0 1x3000')], 3000))).toEqual([
      '1 alert',
      '601 renotify',
      '1201 renotify',
      '1801 renotify',
    ]);
    expect(
      sentLines(run(monitor(counted, { ...daily, renotify_occurrences: 9 }), [series('t.count', '0 1x3000')], 2500)),
    ).toContain('2401 renotify');
  });

  test('renotifies only in the states listed in renotify_statuses', () => {
    const options = { renotify_interval: 10, renotify_statuses: ['warn'] };
    expect(sentLines(run(monitor(counted, options), always, 60))).toEqual(['1 alert']);
  });
});

describe('a monitor with groups', () => {
  const grouped = 'sum(last_1m):sum:t.count{*} by {k}.as_count() >= 1';

  test('keeps a separate state and separate notifications for each group', () => {
    const all = [series('t.count{k:a}', '0 0 1 0'), series('t.count{k:b}', '0 0 0 1')];
    expect(sentLines(run(monitor(grouped), all, 4))).toEqual(['2 alert k:a', '3 recovery k:a', '3 alert k:b']);
  });

  // 60 s by default (docs.datadoghq.com/monitors/configuration, "New group delay")
  test('ignores new groups during new_group_delay', () => {
    const all = [series('t.count{k:a}', '1x10')];
    expect(changes(run(monitor(grouped), all, 10), 'k:a')).toEqual(['1 Alert']);
    expect(changes(run(monitor(grouped, { new_group_delay: 300 }), all, 10), 'k:a')).toEqual(['5 Alert']);
    expect(changes(run(monitor(grouped, { new_group_delay: 0 }), all, 10), 'k:a')).toEqual(['0 Alert']);
  });
});

// Source: docs.datadoghq.com/monitors/types/metric, "Require a full window"; docs.datadoghq.com/monitors/configuration,
// "Evaluation frequency"
describe('a monitor with a window', () => {
  const window = (text: string) => {
    const { query } = createEvaluator(monitor(`avg(${text}):avg:t.gauge{*} > 1`), { catalogue: testCatalogue });
    return query.time.window;
  };

  const flags = (text: string) => Uint8Array.from(text, Number);
  test('requires data in the first bucket and at most three empty buckets if require_full_window is set', () => {
    const query = 'max(last_5m):max:t.gauge{*} > 1';
    const all = [series('t.gauge', '5x20')];
    expect(changes(run(monitor(query, { require_full_window: true }), all, 10))).toEqual(['4 Alert']);
    expect(isFull(window('last_5m'), flags('10001'))).toBe(true);
    expect(isFull(window('last_5m'), flags('10000'))).toBe(false);
    expect(isFull(window('last_5m'), flags('01111'))).toBe(false);
    expect(isFull(window('last_1h'), flags('1000000000'.repeat(6)))).toBe(true);
  });

  test('evaluates a monitor less often if its window is longer', () => {
    expect([window('last_5m'), window('last_23h'), window('last_1d'), window('last_2d')].map(cadence)).toEqual([
      1, 1, 10, 30,
    ]);
    const found = run(monitor('max(last_1d):max:t.gauge{*} > 1'), [series('t.gauge', '0x4 5x20')], 12);
    expect(changes(found)).toEqual(['10 Alert']);
    expect(found.groups[0]?.evaluations().map(({ minute }) => minute)).toEqual([0, 10]);
  });

  test('ends a rolling window at the evaluated minute, and starts a cumulative window at the scheduled hour, day or month', () => {
    expect(rangeOf(window('last_5m'), 100)).toEqual({ from: 96, to: 100 });
    expect(rangeOf(window('current_1h'), 130)).toEqual({ from: 120, to: 130 });
    expect(rangeOf(window('current_1d'), 1500)).toEqual({ from: 1440, to: 1500 });
    // 1970-02-01 is minute 44,640
    expect(rangeOf(window('current_1mo'), 45_000)).toEqual({ from: 44_640, to: 45_000 });
    const schedule = { hourStarts: 30, dayStarts: 14 * 60, monthStarts: 15 };
    expect(rangeOf(window('current_1h'), 130, schedule)).toEqual({ from: 90, to: 130 });
    expect(rangeOf(window('current_1d'), 1500, schedule)).toEqual({ from: 840, to: 1500 });
    expect(rangeOf(window('current_1mo'), 45_000, schedule)).toEqual({ from: 14 * 1440 + 840, to: 45_000 });
  });
});

describe('a live run', () => {
  const points = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { maxLength: 40 });

  property.prop([points])('keeps the state as plain JSON, so a run can continue from a serialized state', (values) => {
    const definition = monitor('max(last_3m):max:t.gauge{*} > 1', {
      renotify_interval: 4,
      on_missing_data: 'show_and_notify_no_data',
      thresholds: { critical: 1, critical_recovery: 0 },
    });
    const source = sourceOf(series('t.gauge', values));
    const evaluator = createEvaluator(definition, { catalogue: testCatalogue });
    let kept = untouched;
    let stored = JSON.stringify(untouched);
    for (let minute = 0; minute < values.length + 5; minute += 1) {
      const one = evaluator.evaluateAt(minute, source, kept);
      const other = evaluator.evaluateAt(minute, source, readMonitorState(JSON.parse(stored)));
      expect(other.notifications).toEqual(one.notifications);
      kept = one.state;
      stored = JSON.stringify(other.state);
    }
  });

  property.prop([points])('alternates between alerts and recoveries', (values) => {
    const found = run(monitor('max(last_2m):max:t.gauge{*} > 1'), [series('t.gauge', values)], values.length);
    const turns = found.notifications.map(({ transition }) => transition);
    expect(turns).toEqual(turns.map((_, at) => (at % 2 === 0 ? 'alert' : 'recovery')));
  });
});
