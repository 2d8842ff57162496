import { reportedBy, updated } from './dangers.fixture';
import { instancesReplaced } from './instances-replaced';

const reported = reportedBy(instancesReplaced);
const group = (version: string, ...refresh: readonly object[]) => ({
  launch_template: [{ id: 'lt-1', version }],
  instance_refresh: refresh,
});
const rolling = { strategy: 'Rolling' };

test.each([
  [{}, {}, ''],
  [{ min_healthy_percentage: 0 }, {}, ', possibly all at the same time'],
  [{}, { desired_capacity: 1 }, ', 1 of 1 at a time'],
  [{ min_healthy_percentage: 50 }, { desired_capacity: 6 }, ', 3 of 6 at a time'],
  [{ max_healthy_percentage: 110 }, { desired_capacity: 6 }, ', and starts new ones first'],
])('reports a group that refreshes its instances with %j and %j', (preferences, more, pace) => {
  const refresh = { strategy: 'Rolling', preferences: [preferences] };
  const [before, after] = ['1', '2'].map((version) => ({ ...group(version, refresh), ...more }));
  const what = `aws_autoscaling_group.g replaces its instances${pace} (launch_template)`;
  expect(reported(updated('aws_autoscaling_group.g', before ?? {}, after ?? {}))).toEqual([what]);
  const unknown = { launch_template: [{ version: true }] };
  expect(reported(updated('aws_autoscaling_group.g', before ?? {}, before ?? {}, unknown))).toEqual([what]);
});

test('ignores a group without instances', () => {
  const [before, after] = ['1', '2'].map((version) => ({ ...group(version, rolling), desired_capacity: 0 }));
  expect(reported(updated('aws_autoscaling_group.g', before ?? {}, after ?? {}))).toEqual([]);
});

test('reports a group in Google Cloud that updates its instances by itself', () => {
  const manager = (template: string, type: string) => ({
    version: [{ instance_template: template }],
    update_policy: [{ type }],
  });
  const address = 'google_compute_instance_group_manager.g';
  expect(reported(updated(address, manager('a', 'PROACTIVE'), manager('b', 'PROACTIVE')))).toEqual([
    `${address} replaces its instances (version)`,
  ]);
  expect(reported(updated(address, manager('a', 'OPPORTUNISTIC'), manager('b', 'OPPORTUNISTIC')))).toEqual([]);
});

test('ignores groups without a refresh, and other changes', () => {
  expect(reported(updated('aws_autoscaling_group.g', group('1'), group('2')))).toEqual([]);
  const larger = { ...group('1', rolling), max_size: 3 };
  expect(reported(updated('aws_autoscaling_group.g', group('1', rolling), larger))).toEqual([]);
});

test.each([
  [{ max_surge_fixed: 2, max_unavailable_fixed: 0 }, 0],
  [{ max_surge_percent: 20, max_unavailable_fixed: 0, max_unavailable_percent: 0 }, 0],
  [{ max_surge_fixed: 2, max_unavailable_fixed: 1 }, 1],
  [{ max_surge_fixed: 0, max_unavailable_fixed: 0 }, 1],
  [{}, 1],
])('judges the update policy %j of a managed group', (policy, dangers) => {
  const group = (template: string) => ({
    version: [{ instance_template: template }],
    update_policy: [{ type: 'PROACTIVE', ...policy }],
  });
  expect(reported(updated('google_compute_instance_group_manager.web', group('a'), group('b')))).toHaveLength(dangers);
});
