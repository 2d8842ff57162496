import { readApiMonitor } from '../monitor/read-monitor';
import { activeUntil, readDowntimeSchedule } from './downtime-schedule';
import { readNotificationRule } from './notification-rule';
import { routeOf } from './route';

const minute = Date.UTC(2026, 10, 28, 18) / 60_000;
const definition = readApiMonitor({
  name: 'errors',
  type: 'query alert',
  query: 'sum(last_5m):sum:shop.errors{*} by {service}.as_count() > 5',
  message:
    '@slack-shop {{#is_alert}}@pagerduty-shop{{#is_match "service.name" "pay"}} @oncall-payments{{/is_match}}{{/is_alert}}{{^is_alert}}@slack-quiet{{/is_alert}}',
  tags: ['team:shop'],
  priority: 2,
  options: { thresholds: { critical: 5, warning: 3 }, renotify_interval: 30, escalation_message: '@manager' },
});
const monitor = { id: '42', definition };
const around = { tags: { service: 'payments' }, rules: [], downtimes: [], minute };
const handles = (given: Partial<typeof around> | object) =>
  Object.fromEntries(
    routeOf(monitor, { ...around, ...given }).map(({ transition, recipients }) => [
      transition,
      recipients.map(({ handle }) => handle),
    ]),
  );

describe('routeOf', () => {
  test('follows the handles in the conditions of the message', () => {
    expect(handles({})).toEqual({
      alert: ['@slack-shop', '@pagerduty-shop', '@oncall-payments'],
      warn: ['@slack-shop', '@slack-quiet'],
      'no data': ['@slack-shop', '@slack-quiet'],
      recovery: ['@slack-shop', '@slack-quiet'],
      renotify: ['@manager', '@slack-shop', '@pagerduty-shop', '@oncall-payments'],
    });
    expect(handles({ tags: { service: 'cart' } })['alert']).toEqual(['@slack-shop', '@pagerduty-shop']);
  });

  test('returns the reason why each recipient is notified', () => {
    const [alert] = routeOf(monitor, around);
    expect(alert?.recipients.map(({ reason }) => reason)).toEqual([
      'message',
      'message {{#is_alert}}',
      'message {{#is_alert}} {{#is_match "service.name" "pay"}}',
    ]);
  });

  test('adds each recipient of the matching notification rules only once', () => {
    const rules = [
      { name: 'a', recipients: ['slack-shop', 'slack-leads'], filter: { tags: ['team:shop', 'service:payments'] } },
      { name: 'b', recipients: ['slack-other'], filter: { tags: ['team:other'] } },
      {
        name: 'c',
        filter: { scope: 'team:(shop OR other) AND NOT service:cart' },
        conditional_recipients: {
          conditions: [
            { scope: 'transition_type:alert', recipients: ['phone'] },
            { scope: 'priority:p1', recipients: ['p1'] },
          ],
          fallback_recipients: ['mail'],
        },
      },
    ].map(readNotificationRule);
    const routed = handles({ rules });
    expect(routed['alert']).toEqual(['@slack-shop', '@pagerduty-shop', '@oncall-payments', '@slack-leads', '@phone']);
    expect(routed['recovery']).toEqual(['@slack-shop', '@slack-quiet', '@slack-leads', '@mail']);
  });

  test('returns why a notification is never sent', () => {
    const never = Object.fromEntries(
      routeOf({ id: '1', definition: { ...definition, renotifyMinutes: undefined } }, around).map((one) => [
        one.transition,
        one.never,
      ]),
    );
    expect(never).toMatchObject({
      alert: undefined,
      'no data': 'notify_no_data is not set',
      renotify: 'renotify_interval is not set',
    });
  });

  test.each([
    ['a tag', { scope: '*', monitor_identifier: { monitor_tags: ['team:shop'] } }, true],
    ['all monitors and a group', { scope: 'service:pay*', monitor_identifier: { monitor_tags: ['*'] } }, true],
    ['its id', { scope: '*', monitor_identifier: { monitor_id: 42 } }, true],
    ['another tag', { scope: '*', monitor_identifier: { monitor_tags: ['team:other'] } }, false],
    ['another group', { scope: 'service:(cart OR search)', monitor_identifier: { monitor_tags: ['*'] } }, false],
    ['another id', { scope: '*', monitor_identifier: { monitor_id: 43 } }, false],
  ])('for a downtime of %s, returns whether it mutes the monitor', (_, attributes, isMuted) => {
    const schedule = { start: '2026-11-28T17:00:00Z', end: '2026-11-28T19:00:00Z' };
    const downtimes = [readDowntimeSchedule('d', { ...attributes, schedule })];
    const until = isMuted ? [{ id: 'd', until: minute + 60 }] : [];
    const routed = routeOf(monitor, { ...around, downtimes });
    expect(routed.map(({ mutedBy }) => mutedBy)).toEqual([until, until, until, [], until]);
  });

  test.each([
    ['a finished downtime', { schedule: { end: '2026-11-28T17:00:00Z' } }, undefined],
    ['a canceled downtime', { status: 'canceled', schedule: { start: '2026-11-28T17:00:00Z' } }, undefined],
    ['a downtime without an end', { one_time_schedule: [{ start: '2026-11-28T17:00:00Z' }] }, Number.POSITIVE_INFINITY],
    [
      'a recurring downtime in Terraform',
      { recurring_schedule: [{ timezone: 'UTC', recurrence: [{ rrule: 'FREQ=DAILY;BYHOUR=17', duration: '2h' }] }] },
      minute + 60,
    ],
  ])('reads the schedule of %s', (_, attributes, until) => {
    expect(activeUntil(readDowntimeSchedule('d', { scope: '*', ...attributes }), minute)).toBe(until);
  });
});
