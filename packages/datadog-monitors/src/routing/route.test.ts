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
    routeOf(monitor, { ...around, ...given })
      // later transitions would replace the first one with the same name
      .toReversed()
      .map(({ transition, recipients }) => [transition, recipients.map(({ handle }) => handle)]),
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
        `${one.transition} from ${one.from}`,
        one.never,
      ]),
    );
    expect(never).toMatchObject({
      'alert from OK': undefined,
      'alert from No Data': 'notify_no_data is not set',
      'no data from OK': 'notify_no_data is not set',
      'recovery from Warn': undefined,
      'recovery from No Data': 'notify_no_data is not set',
      'renotify from Warn': 'renotify_interval is not set',
    });
    const neverWith = (more: Partial<typeof definition>) =>
      routeOf({ id: '1', definition: { ...definition, ...more } }, around).flatMap(({ transition, from, never }) =>
        never === undefined ? [] : [`${from} → ${transition}: ${never}`],
      );
    expect(neverWith({ onMissingData: 'show_no_data' })).toEqual([
      'OK → no data: on_missing_data is show_no_data',
      'Warn → renotify: renotify_statuses contains only alert, no data',
    ]);
  });

  // Source: docs.datadoghq.com/monitors/notify/variables, "Conditional variables"
  test.each([
    ['is_alert', ['alert from OK', 'alert from Warn', 'alert from No Data', 'renotify from Alert']],
    ['is_warning', ['warn from OK', 'warn from Alert', 'warn from No Data', 'renotify from Warn']],
    ['is_no_data', ['no data from OK', 'renotify from No Data']],
    ['is_recovery', ['recovery from Alert', 'recovery from Warn', 'recovery from No Data']],
    ['is_alert_recovery', ['recovery from Alert']],
    ['is_warning_recovery', ['recovery from Warn']],
    ['is_no_data_recovery', ['alert from No Data', 'warn from No Data', 'recovery from No Data']],
    ['is_alert_to_warning', ['warn from Alert']],
    ['is_warning_to_alert', ['alert from Warn']],
    ['is_renotify', ['renotify from Alert', 'renotify from Warn', 'renotify from No Data']],
  ])('sends the notifications of {{#%s}} and transition_type:%s to the right recipients', (condition, expected) => {
    const message = `{{#${condition}}}@in-message{{/${condition}}} {{^${condition}}}@otherwise{{/${condition}}}`;
    const rule = {
      name: 'r',
      filter: { tags: ['team:shop'] },
      conditional_recipients: { conditions: [{ scope: `transition_type:${condition}`, recipients: ['in-rule'] }] },
    };
    const routed = routeOf(
      { id: '1', definition: { ...definition, message, escalationMessage: undefined } },
      { ...around, rules: [readNotificationRule(rule)] },
    );
    const notified = (wanted: string) =>
      routed
        .filter(({ recipients }) => recipients.some(({ handle }) => handle === wanted))
        .map(({ transition, from }) => `${transition} from ${from}`);
    expect(notified('@in-message')).toEqual(expected);
    expect(notified('@in-rule')).toEqual(expected);
    expect(notified('@otherwise')).toEqual(
      routed.map(({ transition, from }) => `${transition} from ${from}`).filter((one) => !expected.includes(one)),
    );
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
    expect(routed.map(({ mutedBy }) => mutedBy)).toEqual(
      routed.map(({ transition }) => (transition === 'recovery' ? [] : until)),
    );
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
