import { changed, type KnownChanges, made, removed } from './known-change';

const target = (id: string) => ({ type: 'user_reference', id });
const policy = (...rules: readonly object[]) => ({ num_loops: 2, rule: rules });
const rule = (delay: number, ...targets: readonly string[]) => ({
  escalation_delay_in_minutes: delay,
  target: targets.map(target),
});

/** Source: Terraform Registry, PagerDuty/pagerduty 3 */
export const pagerduty: KnownChanges = {
  dangers: [
    removed('pagerduty_service', 'no one is paged for the service'),
    removed('pagerduty_escalation_policy', 'no one is paged', policy(rule(10, 'A'))),
    changed('pagerduty_escalation_policy', 'fewer people are paged', policy(rule(10, 'A', 'B')), policy(rule(10, 'A'))),
    changed(
      'pagerduty_escalation_policy',
      'the second level is removed',
      policy(rule(10, 'A'), rule(10, 'B')),
      policy(rule(10, 'A')),
    ),
    changed(
      'pagerduty_escalation_policy',
      'incidents escalate an hour later',
      policy(rule(10, 'A')),
      policy(rule(70, 'A')),
    ),
    changed(
      'pagerduty_escalation_policy',
      'does not repeat',
      { ...policy(rule(10, 'A')), num_loops: 3 },
      { ...policy(rule(10, 'A')), num_loops: 0 },
    ),
    removed('pagerduty_schedule', 'no one is on call'),
    changed(
      'pagerduty_schedule',
      'fewer people are on call',
      { layer: [{ users: ['A', 'B', 'C'], rotation_turn_length_seconds: 604800 }] },
      { layer: [{ users: ['A'], rotation_turn_length_seconds: 604800 }] },
    ),
    removed('pagerduty_service_integration', 'events from monitoring tools no longer arrive'),
    changed(
      'pagerduty_service',
      'incidents at night no longer page anyone',
      { alert_creation: 'create_alerts_and_incidents', incident_urgency_rule: [{ type: 'constant', urgency: 'high' }] },
      { alert_creation: 'create_alerts_and_incidents', incident_urgency_rule: [{ type: 'constant', urgency: 'low' }] },
    ),
    changed(
      'pagerduty_service',
      'incidents resolve automatically after 10 minutes',
      { auto_resolve_timeout: 'null' },
      { auto_resolve_timeout: '600' },
    ),
    made('pagerduty_maintenance_window', 'mutes the service', {
      services: ['S1'],
      start_time: '2026-12-01T00:00:00Z',
      end_time: '2026-12-31T00:00:00Z',
    }),
    removed('pagerduty_user', 'the person is no longer paged'),
    removed('pagerduty_user_notification_rule', 'the person is no longer paged', { urgency: 'high' }),
    changed(
      'pagerduty_event_orchestration_service',
      'events are suppressed',
      { set: [{ rule: [{ actions: [{ suppress: false }] }] }] },
      { set: [{ rule: [{ actions: [{ suppress: true }] }] }] },
    ),
  ],
  harmless: [
    changed('pagerduty_escalation_policy', 'more people are paged', policy(rule(10, 'A')), policy(rule(10, 'A', 'B'))),
    changed('pagerduty_escalation_policy', 'escalates sooner', policy(rule(30, 'A')), policy(rule(10, 'A'))),
    changed('pagerduty_service', 'the description changes', { description: 'a' }, { description: 'b' }),
    made('pagerduty_service', 'a new service', { escalation_policy: 'P1' }),
    made('pagerduty_user', 'a new person', { email: 'ada@example.com' }),
  ],
};
