import { dangersOf, reportedBy, updated } from './dangers.fixture';
import { scheduleReduced } from './schedule-reduced';

const reported = reportedBy(scheduleReduced);
const rule = (was: string, is: string) =>
  reported(updated('aws_cloudwatch_event_rule.r', { schedule_expression: was }, { schedule_expression: is }));
const daily = 'cron(0 17 * * ? *)';

describe('scheduleReduced', () => {
  test('reports a schedule that runs less often', () => {
    expect(rule(daily, 'cron(0 17 1 * ? *)')).toEqual([
      `aws_cloudwatch_event_rule.r runs less often: cron(0 17 1 * ? *) instead of ${daily}`,
    ]);
    expect(rule('rate(5 minutes)', 'rate(1 hour)')).toHaveLength(1);
    expect(rule(daily, 'cron(0 17 * * ? 2027)')).toHaveLength(1);
    expect(rule(daily, 'cron(0 17 31 2 ? *)')).toHaveLength(1);
    const once = [{ schedule_expression: daily }, { schedule_expression: 'at(2027-01-01T00:00:00)' }] as const;
    expect(reported(updated('aws_scheduler_schedule.s', ...once))).toHaveLength(1);
  });

  test('ignores a schedule that runs at a different time of day, or more often', () => {
    expect(rule(daily, 'cron(30 5 * * ? *)')).toEqual([]);
    expect(rule('rate(1 hour)', 'rate(5 minutes)')).toEqual([]);
    expect(rule('cron(0 17 * * ? 2027)', 'cron(0 17 * * ? 2028)')).toEqual([]);
  });

  test('ignores a schedule that is known only after apply or replaced with an event pattern', () => {
    expect(rule(daily, '${var.schedule}')).toEqual([]);
    const pattern = { event_pattern: '{}' };
    expect(reported(updated('aws_cloudwatch_event_rule.r', { schedule_expression: daily }, pattern))).toEqual([]);
    expect(dangersOf(updated('aws_cloudwatch_event_rule.r', { schedule_expression: daily }, pattern))).toHaveLength(1);
  });
});
