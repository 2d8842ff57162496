import { monitor, run } from '../evaluate/monitor.fixture';
import { series } from '../series/series';

const counted = 'sum(last_5m):sum:t.count{*}.as_count() >= 1';
const once = run(
  monitor(counted, { evaluation_delay: 900, renotify_interval: 2 }),
  [series('t.count', '0x4 1 0x30')],
  35,
);
const grouped = run(
  monitor('max(last_1m):max:t.gauge{*} by {k} > 5', { thresholds: { critical: 5, warning: 3 } }),
  [series('t.gauge{k:a}', '1 1 4 6 1'), series('t.gauge{k:b}', '1 1 1 1 1')],
  4,
);

const failureOf = (assert: () => void): string => {
  try {
    assert();
  } catch (error) {
    return String(error);
  }
  throw new Error('it did not fail');
};

describe('a matcher', () => {
  test('passes only for the exact minute of the alert', () => {
    expect(once).toAlertAt('20m');
    expect(once).not.toAlertAt('21m');
    expect(once).toRecoverAt('25m');
    expect(once).not.toStayOk();
    expect(once).toRenotifyEvery('2m');
    expect(once).not.toRenotifyEvery('3m');
    expect(once).toNotify(/Recovered/);
    expect(once).toNotify('[Triggered] test');
    expect(once).not.toNotify('text that was never sent');
  });

  test('checks the selected group, or any group by default', () => {
    expect(grouped).toWarnAt('2m', 'k:a');
    expect(grouped).toAlertAt('3m');
    expect(grouped).toRecoverAt('4m', 'k:a');
    expect(grouped).not.toAlertAt('3m', 'k:b');
    expect(grouped).toStayOk('k:b');
    expect(grouped).not.toHaveNoDataAt('3m');
  });

  test('fails toStayOk for a run that never had data', () => {
    const empty = run(monitor(counted), [], 5);
    expect(failureOf(() => expect(empty).toStayOk())).toContain('it never had data; check the spelling of the metric');
    expect(empty).toSay([]);
  });

  test('rejects an unknown group and an invalid time', () => {
    expect(failureOf(() => expect(grouped).toStayOk('k:c'))).toContain('has no group k:c; its groups are k:a, k:b');
    expect(failureOf(() => expect(grouped).toAlertAt('soon'))).toContain(
      'invalid time "soon": expected a duration such as 20m',
    );
  });

  test('shows the expectation, the result and a chart if a matcher fails', () => {
    expect(failureOf(() => expect(once).toStayOk())).toBe(`Error: test: expected to stay OK, but it was Alert at 20m

value                              ▁▁▁▁▁█████▁▁▁▁▁▁▁▁▁▁▁  0 to 1
threshold 1         ────────────────────────────────────
state                              OK   A    OK
                    0m        10m       20m       30m
notifications       20m alert; 22m renotify; 24m renotify; 25m recovery`);
    expect(failureOf(() => expect(once).toAlertAt('5m'))).toContain('expected to alert at 5m, but it alerted at 20m');
    expect(failureOf(() => expect(grouped).toRenotifyEvery('5m'))).toContain('but it never renotified');
  });
});
