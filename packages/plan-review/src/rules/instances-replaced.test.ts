import { reportedBy, updated } from './dangers.fixture';
import { instancesReplaced } from './instances-replaced';

const reported = reportedBy(instancesReplaced);
const group = (version: string, ...refresh: readonly object[]) => ({
  launch_template: [{ id: 'lt-1', version }],
  instance_refresh: refresh,
});
const rolling = { strategy: 'Rolling' };

test('reports a group that refreshes its instances, and how many keep running', () => {
  const preferences = [{ min_healthy_percentage: 0 }];
  const [one, all] = [group('1', rolling), group('1', { ...rolling, preferences })];
  expect(reported(updated('aws_autoscaling_group.g', one, group('2', rolling)))).toEqual([
    'aws_autoscaling_group.g replaces its instances, and keeps at least 90 % of them running (launch_template)',
  ]);
  expect(reported(updated('aws_autoscaling_group.g', all, all, { launch_template: [{ version: true }] }))).toEqual([
    'aws_autoscaling_group.g replaces its instances, possibly all at the same time (launch_template)',
  ]);
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
