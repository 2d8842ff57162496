import { parseApiMonitor } from './api-monitor';
import { compareMonitors } from './compare-monitors';

const monitor = {
  name: 'x',
  type: 'metric alert',
  query: 'avg(last_5m):avg:a.b{*} by {host} > 1',
  message: 'x',
  tags: ['a', 'b'],
  options: { thresholds: { critical: 1 }, new_group_delay: 60 },
};
const differences = (change: object) =>
  compareMonitors(parseApiMonitor(monitor), parseApiMonitor({ ...monitor, ...change }));
const withOptions = (options: object) => differences({ options: { ...monitor.options, ...options } });

describe('compareMonitors', () => {
  test('ignores values that have no effect', () => {
    expect([
      ...differences({
        id: 7,
        created: 'today',
        overall_state: 'Alert',
        multi: true,
        tags: ['b', 'a'],
        message: 'x\n',
      }),
      ...differences({ type: 'query alert', priority: null, restricted_roles: null, draft_status: 'published' }),
      ...withOptions({ include_tags: true, timeout_h: 0, renotify_interval: '0', silenced: {}, locked: false }),
      ...withOptions({ notify_no_data: false, no_data_timeframe: 10, escalation_message: '' }),
      // new_group_delay overrides new_host_delay
      ...withOptions({ new_host_delay: 0 }),
    ]).toEqual([]);
  });

  test.each([
    [{ priority: 1 }, ['priority: unset → 1']],
    [{ query: monitor.query.replace('1', '2') }, [expect.stringMatching(/^query: /)]],
    [{ tags: ['a'] }, ['tags: ["a","b"] → ["a"]']],
    [{ options: {} }, ['options.new_group_delay: 60 → unset', 'options.thresholds: {"critical":1} → unset']],
    [{ restriction_policy: { x: 1 } }, ['restriction_policy: unset → {"x":1}']],
  ])('reports %j', (change, expected) => {
    expect(differences(change)).toEqual(expected);
  });

  test.each([
    [{ require_full_window: true }, 'options.require_full_window: unset → true'],
    [{ include_tags: false }, 'options.include_tags: unset → false'],
    [{ notify_no_data: true, no_data_timeframe: 10 }, 'options.no_data_timeframe: unset → 10'],
    [{ avalanche_window: 10 }, 'options.avalanche_window: unset → 10'],
    [
      { thresholds: { critical: '1', warning: 0.5 } },
      'options.thresholds: {"critical":1} → {"critical":1,"warning":0.5}',
    ],
  ])('reports the changed option %j', (options, expected) => {
    expect(withOptions(options)).toContain(expected);
  });
});
