import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { updated } from '../rules/dangers.fixture';

const monitor = (query: string, options: object = {}) => ({
  type: 'metric alert',
  name: 'n',
  message: 'm',
  query,
  ...options,
});
const adding = (window: string, threshold = 1) => `sum(last_${window}):sum:a.b{*}.as_count() >= ${threshold}`;
const reviewed = (...changes: readonly object[]) =>
  reviewOf(planOf({ resource_changes: changes }, { stack: 'dev', basis: { base: 'abc' } }));
const monitors = (before: object, after: object) => reviewed(updated('datadog_monitor.m', before, after)).monitors;
const summary = (before: object, after: object) => monitors(before, after).map((one) => plain(one.summary));

describe('first line about a monitor', () => {
  test.each([
    ['5m', '1h', 'm evaluates 1 hour instead of 5 minutes'],
    ['1h', '5m', 'm evaluates 5 minutes instead of 1 hour'],
    ['10m', '5m', 'm evaluates 5 minutes instead of 10'],
  ])('contains the old window %s and the new window %s', (was, is, reported) =>
    expect(summary(monitor(adding(was)), monitor(adding(is)))).toEqual([reported]),
  );

  test.each([
    ['current_1d', 'current_1mo', 'm evaluates the current month instead of the current day'],
    ['last_1h', 'current_1d', 'm evaluates the current day instead of 1 hour'],
  ])('distinguishes calendar windows from rolling windows: %s and %s', (was, is, reported) => {
    const on = (window: string) => monitor(adding('5m').replace('last_5m', window));
    expect(summary(on(was), on(is))).toEqual([reported]);
  });

  test('contains the new window and threshold if the rest of the query does not change', () => {
    expect(summary(monitor(adding('5m')), monitor(adding('1h', 3)))).toEqual([
      'm will alert at 3 in 1 hour instead of 1 in 5 minutes',
    ]);
    const other = adding('1h').replace('a.b', 'a.c');
    expect(summary(monitor(adding('5m')), monitor(other))).toEqual(['m has a different alert condition']);
  });

  test('mentions a changed evaluation delay in addition to the window', () =>
    expect(summary(monitor(adding('5m')), monitor(adding('10m'), { evaluation_delay: 900 }))).toEqual([
      'm evaluates 10 minutes instead of 5 and has different evaluation settings',
    ]));

  test('describes a monitor with an unsupported attribute, and lists this attribute', () => {
    const [described] = monitors(
      monitor(adding('5m'), { avalanche_window: 5 }),
      monitor(adding('5m', 3), { avalanche_window: 60 }),
    );
    expect(described && plain(described.summary)).toBe('m will alert at 3 instead of 1 in 5 minutes');
    expect(described?.lines.map(({ text }) => plain(text))).toEqual(['avalanche_window: 5 → 60']);
  });

  test('lists the old and the new value of an attribute if one value is unreadable', () => {
    const missing = (on_missing_data: string) => monitor(adding('5m'), { on_missing_data });
    const [described] = monitors(missing('resolve'), missing('show_some_future_state'));
    expect(described?.lines.map(({ text }) => plain(text))).toEqual([
      'on_missing_data: resolve → show_some_future_state',
    ]);
  });

  test('mentions an option that no sentence describes, and lists its old and new value', () => {
    const [described] = monitors(
      monitor(adding('5m'), { new_host_delay: 300 }),
      monitor(adding('5m'), { new_host_delay: 600 }),
    );
    expect(described && plain(described.summary)).toBe('m has a different new_host_delay');
    expect(described?.lines.map(({ text }) => plain(text))).toEqual(['new_host_delay: 300 → 600']);
  });
});

test('mentions a monitor before its dashboard', () => {
  const board = (label: string) => ({ dashboard: JSON.stringify({ widgets: [{ markers: [{ label }] }] }) });
  const { headline } = reviewed(
    updated('datadog_dashboard_json.all', board('page 1 in 5 minutes'), board('page 1 in 1 hour')),
    updated('datadog_monitor.m', monitor(adding('5m')), monitor(adding('1h'))),
  );
  expect(plain(headline)).toBe('Changes the monitor m and the dashboard all.');
});

test('does not link a dashboard to a monitor if only the formatting of the dashboard changes', () => {
  const [before, after] = [{ notify_list: null }, {}].map((more) => ({
    dashboard: JSON.stringify({ title: 'a', ...more }),
  }));
  const { summary } = reviewed(
    updated('datadog_dashboard_json.all', before ?? {}, after ?? {}),
    updated('datadog_monitor.m', monitor(adding('5m')), monitor(adding('5m', 3))),
  );
  expect(plain(summary)).toMatch(/the dashboard all/);
});
