import { alarmsLoosened } from './alarms-loosened';
import { created, deleted, reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(alarmsLoosened);
const alarm = {
  namespace: 'AWS/Lambda',
  metric_name: 'Errors',
  statistic: 'Sum',
  comparison_operator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  period: 300,
  evaluation_periods: 1,
  alarm_actions: ['arn:people', 'arn:others'],
  treat_missing_data: 'breaching',
};
const changed = (before: object, after: object) =>
  reported(updated('aws_cloudwatch_metric_alarm.a', { ...alarm, ...before }, { ...alarm, ...after }));

describe('CloudWatch alarms', () => {
  test.each([
    [{}, { alarm_actions: ['arn:others'] }, 'the alarm no longer notifies arn:people'],
    [{}, { actions_enabled: false }, 'its actions are disabled'],
    [{}, { threshold: 5 }, 'its threshold changes from 1 to 5'],
    [
      { comparison_operator: 'LessThanThreshold' },
      { comparison_operator: 'LessThanThreshold', threshold: 0 },
      'its threshold changes from 1 to 0',
    ],
    [
      {},
      { comparison_operator: 'GreaterThanThreshold' },
      'its comparison changes from GreaterThanOrEqualToThreshold to GreaterThanThreshold',
    ],
    [
      {},
      { comparison_operator: 'LessThanThreshold' },
      'its comparison changes from GreaterThanOrEqualToThreshold to LessThanThreshold',
    ],
    [{}, { period: 60 }, 'its period is 60 s instead of 300 s'],
    [{ statistic: 'Average' }, { statistic: 'Average', period: 900 }, 'its period is 900 s instead of 300 s'],
    [{}, { evaluation_periods: 3 }, 'the alarm needs 3 breaching datapoints instead of 1'],
    [{}, { treat_missing_data: 'notBreaching' }, 'missing data no longer triggers the alarm'],
    [{}, { metric_name: 'Throttles' }, 'the alarm watches a different metric (metric_name)'],
  ])('reports a weaker alarm if %j changes to %j', (before, after, expected) =>
    expect(changed(before, after)).toEqual([`aws_cloudwatch_metric_alarm.a: ${expected}`]),
  );

  test.each([
    [{ threshold: 5 }, {}],
    [{ evaluation_periods: 3 }, { datapoints_to_alarm: 1 }],
    [{ actions_enabled: false }, {}],
    [{}, { period: 600 }],
    [{}, { alarm_actions: ['arn:people', 'arn:others', 'arn:more'] }],
    [{ dimensions: {} }, { dimensions: null }],
  ])('does not report an alarm if %j changes to %j', (before, after) => expect(changed(before, after)).toEqual([]));

  test('ignores created and deleted alarms, which other rules report', () => {
    expect(reported(created('aws_cloudwatch_metric_alarm.a', alarm))).toEqual([]);
    expect(reported(deleted('aws_cloudwatch_metric_alarm.a', alarm))).toEqual([]);
  });

  test('reports weaker composite alarms', () => {
    const rule = (alarm_rule: string, more: object = {}) => ({ alarm_rule, ...more });
    const one = (after: object) =>
      reported(updated('aws_cloudwatch_composite_alarm.a', rule('ALARM(a) OR ALARM(b)'), after));
    expect(one(rule('ALARM(a)'))).toEqual([
      'aws_cloudwatch_composite_alarm.a: its alarm rule is ALARM(a) instead of ALARM(a) OR ALARM(b)',
    ]);
    expect(one(rule('ALARM(a) OR ALARM(b)', { actions_suppressor: [{ alarm: 'c' }] }))).toEqual([
      'aws_cloudwatch_composite_alarm.a: another alarm suppresses its actions (actions_suppressor)',
    ]);
    expect(one(rule('ALARM(a) OR ALARM(b)'))).toEqual([]);
  });
});
