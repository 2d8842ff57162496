import { reportedBy, updated } from './dangers.fixture';
import { tagsChanged } from './tags-changed';

const reported = reportedBy(tagsChanged);
const monitor = (...tags: readonly string[]) => ({
  type: 'query alert',
  query: 'avg(last_5m):avg:a.b{*} > 1',
  message: 'm',
  name: 'n',
  tags,
});
const stays = (address: string, values: object) => {
  const one = updated(address, values, values);
  return { ...one, change: { ...one.change, actions: ['no-op'] } };
};
const rule = stays('datadog_monitor_notification_rule.iot', {
  filter: [{ tags: ['team:iot', 'env:prod'] }],
  recipients: ['slack-iot'],
});
const downtime = stays('datadog_downtime_schedule.night', { monitor_identifier: [{ monitor_tags: ['quiet:night'] }] });
const retagged = (before: readonly string[], after: readonly string[]) =>
  updated('datadog_monitor.errors', monitor(...before), monitor(...after));

describe('changed monitor tags', () => {
  test('reports a monitor that a notification rule no longer matches', () => {
    expect(reported(rule, retagged(['team:iot', 'env:prod', 'x'], ['env:prod', 'x']))).toEqual([
      'errors: without team:iot, datadog_monitor_notification_rule.iot no longer notifies slack-iot',
    ]);
    expect(reported(rule, retagged(['team:iot', 'env:prod', 'x'], ['team:iot', 'env:prod']))).toEqual([]);
    expect(reported(rule, retagged(['env:prod'], []))).toEqual([]);
  });

  test('reports a monitor that a downtime now matches', () => {
    expect(reported(downtime, retagged([], ['quiet:night']))).toEqual([
      'errors: with quiet:night, datadog_downtime_schedule.night silences the monitor',
    ]);
    expect(reported(downtime, retagged(['quiet:night'], []))).toEqual([]);
  });

  test('ignores a monitor without a matching notification rule or downtime in the plan', () =>
    expect(reported(retagged(['team:iot', 'env:prod'], []))).toEqual([]));

  test('ignores a monitor if the filter of the notification rule also changes, because that change is reported separately', () => {
    const other = updated(
      'datadog_monitor_notification_rule.iot',
      { filter: [{ tags: ['team:iot'] }] },
      { filter: [{ tags: ['team:things'] }] },
    );
    expect(reported(other, retagged(['team:iot'], []))).toEqual([]);
  });
});
