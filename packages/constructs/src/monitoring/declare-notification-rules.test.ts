import { metricAlert } from '../monitors/declare';
import { testMonitoring } from '../monitors/monitoring.fixture';
import { downtime, notificationRule, team } from '../monitors/notifications';
import { declareMonitoring } from './declare-monitoring';
import { synthesizeMonitoring } from './synthesize-monitoring.fixture';

const failed = metricAlert({
  ...{ id: 'failed', name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' },
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
});
const declareWith = (more: object) =>
  synthesizeMonitoring((stack) =>
    declareMonitoring(stack, { ...testMonitoring, flow: [{ title: 'x', monitors: [failed] }], ...more }),
  );

// Source: API reference, "Create a monitor notification rule", "Schedule a downtime" and "Create a team"
describe('declareMonitoring', () => {
  test('declares teams with their members', () => {
    const iot = team({
      ...{ id: 'iot', name: 'IoT platform', handle: 'iot-platform', description: 'Owns the devices' },
      members: { 'user-1': 'member', 'user-2': 'admin' },
    });
    expect(declareWith({ teams: [iot] })).toMatchObject({
      problems: [],
      json: {
        resource: {
          datadog_team: { iot: { handle: 'iot-platform' } },
          datadog_team_membership: {
            iot_user_1: { team_id: '${datadog_team.iot.id}', user_id: 'user-1' },
            iot_user_2: { role: 'admin' },
          },
        },
      },
    });
  });

  test('declares rules whose recipients depend on the transition', () => {
    const rule = notificationRule({
      id: 'shop',
      name: 'Shop',
      monitors: { scope: 'service:(cart OR checkout)' },
      when: [{ scope: 'transition_type:alert', recipients: ['@pagerduty-shop'] }],
      otherwise: ['@slack-shop'],
    });
    const { json, problems } = declareWith({ notificationRules: [rule] });
    expect(problems).toEqual([]);
    expect(json).toMatchObject({
      resource: {
        datadog_monitor_notification_rule: {
          shop: {
            filter: { scope: 'service:(cart OR checkout)' },
            conditional_recipients: {
              conditions: [{ scope: 'transition_type:alert', recipients: ['pagerduty-shop'] }],
              fallback_recipients: ['slack-shop'],
            },
          },
        },
      },
    });
    expect(JSON.stringify(json)).not.toContain('"recipients":[],');
  });

  test('declares one-time and recurring downtimes', () => {
    const move = downtime({
      id: 'move',
      scope: 'env:prod',
      monitors: { monitor: 'failed' },
      schedule: { from: '2026-12-01T20:00:00Z', to: '2026-12-02T04:00:00Z' },
      notifyEndStates: ['alert'],
    });
    const weekend = downtime({
      id: 'weekend',
      scope: '*',
      monitors: { tags: ['team:shop'] },
      schedule: { timezone: 'Asia/Tokyo', recurrences: [{ rule: 'FREQ=WEEKLY;BYDAY=SA,SU', lasts: '1d' }] },
    });
    expect(declareWith({ downtimes: [move, weekend] })).toMatchObject({
      problems: [],
      json: {
        resource: {
          datadog_downtime_schedule: {
            move: {
              display_timezone: 'UTC',
              monitor_identifier: { monitor_id: '${datadog_monitor.failed.id}' },
              one_time_schedule: { start: '2026-12-01T20:00:00Z', end: '2026-12-02T04:00:00Z' },
              notify_end_states: ['alert'],
            },
            weekend: {
              display_timezone: 'Asia/Tokyo',
              monitor_identifier: { monitor_tags: ['team:shop'] },
              recurring_schedule: {
                timezone: 'Asia/Tokyo',
                recurrence: [{ rrule: 'FREQ=WEEKLY;BYDAY=SA,SU', duration: '1d' }],
              },
            },
          },
        },
      },
    });
  });

  const schedule = { timezone: 'UTC', recurrences: [{ rule: 'FREQ=DAILY', lasts: '1h' }] };
  test.each([
    [
      'six recurrences',
      {
        downtimes: [
          downtime({
            id: 'd',
            scope: '*',
            monitors: { tags: ['a:b'] },
            schedule: {
              ...schedule,
              recurrences: Array.from({ length: 6 }, () => ({ rule: 'FREQ=DAILY', lasts: '1h' })),
            },
          }),
        ],
      },
      'd: schedule',
    ],
    [
      'a rule with a start',
      {
        downtimes: [
          downtime({
            id: 'd',
            scope: '*',
            monitors: { tags: ['a:b'] },
            schedule: { ...schedule, recurrences: [{ rule: 'DTSTART=20261201;FREQ=DAILY', lasts: '1h' }] },
          }),
        ],
      },
      'd: schedule',
    ],
    [
      'an unknown monitor',
      { downtimes: [downtime({ id: 'd', scope: '*', monitors: { monitor: 'faield' }, schedule })] },
      'd: unknown monitor faield; did you mean failed?',
    ],
    [
      'a rule without recipients',
      { notificationRules: [notificationRule({ id: 'r', name: 'R', monitors: { tags: ['a:b'] } })] },
      'r: a rule needs either "recipients" or "when"',
    ],
    [
      '51 recipients',
      {
        notificationRules: [
          notificationRule({
            id: 'r',
            name: 'R',
            monitors: { tags: ['a:b'] },
            recipients: Array.from({ length: 51 }, (_, at) => `@a${at}`),
          }),
        ],
      },
      'r: recipients: at most 50 recipients',
    ],
    [
      'an invalid handle of a team',
      { teams: [team({ id: 't', name: 'T', handle: 'IoT Team', description: '' })] },
      't: handle: expected lower-case letters, digits and -',
    ],
    [
      'a duplicate id',
      { teams: [team({ id: 'failed', name: 'T', handle: 't', description: '' })] },
      'failed: duplicate id',
    ],
  ])('reports %s', (_, more, message) => {
    expect(declareWith(more).problems.join('\n')).toContain(message);
  });
});
