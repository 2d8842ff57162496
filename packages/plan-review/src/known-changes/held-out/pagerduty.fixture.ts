import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, PagerDuty/pagerduty 3 */
export const pagerduty: KnownChanges = {
  dangers: [
    changed(
      'pagerduty_service',
      'incidents no longer wake anyone',
      {
        name: 'Checkout',
        escalation_policy: 'PABC123',
        incident_urgency_rule: [{ type: 'constant', urgency: 'high' }],
      },
      { name: 'Checkout', escalation_policy: 'PABC123', incident_urgency_rule: [{ type: 'constant', urgency: 'low' }] },
    ),
    changed(
      'pagerduty_escalation_policy',
      'incidents that no one acknowledges are not escalated',
      {
        name: 'Platform',
        num_loops: 2,
        rule: [
          { id: 'PR1', escalation_delay_in_minutes: 10, target: [{ type: 'schedule_reference', id: 'PSCHED1' }] },
          { id: 'PR2', escalation_delay_in_minutes: 15, target: [{ type: 'user_reference', id: 'PMANAGER' }] },
        ],
      },
      {
        name: 'Platform',
        num_loops: 0,
        rule: [{ id: 'PR1', escalation_delay_in_minutes: 10, target: [{ type: 'schedule_reference', id: 'PSCHED1' }] }],
      },
    ),
    changed(
      'pagerduty_schedule',
      'no one is on call outside of business hours',
      {
        name: 'Platform',
        time_zone: 'Europe/Berlin',
        layer: [
          {
            id: 'PL1',
            name: 'Primary',
            start: '2025-01-06T08:00:00+01:00',
            rotation_virtual_start: '2025-01-06T08:00:00+01:00',
            rotation_turn_length_seconds: 604800,
            users: ['PU1', 'PU2', 'PU3'],
            restriction: [],
          },
        ],
      },
      {
        name: 'Platform',
        time_zone: 'Europe/Berlin',
        layer: [
          {
            id: 'PL1',
            name: 'Primary',
            start: '2025-01-06T08:00:00+01:00',
            rotation_virtual_start: '2025-01-06T08:00:00+01:00',
            rotation_turn_length_seconds: 604800,
            users: ['PU1', 'PU2', 'PU3'],
            restriction: [{ type: 'daily_restriction', start_time_of_day: '09:00:00', duration_seconds: 32400 }],
          },
        ],
      },
    ),
    made('pagerduty_maintenance_window', 'three services raise no incidents for a year', {
      start_time: '2026-01-01T00:00:00Z',
      end_time: '2026-12-31T23:59:59Z',
      services: ['PSVC001', 'PSVC002', 'PSVC003'],
      description: 'migration',
    }),
    changed(
      'pagerduty_event_orchestration_global',
      'all events are dropped',
      {
        event_orchestration: '1b49abe7-26db-4439-a715-c6d883acfb3e',
        set: [{ id: 'start', rule: [] }],
        catch_all: [{ actions: [{ drop_event: false, suppress: false }] }],
      },
      {
        event_orchestration: '1b49abe7-26db-4439-a715-c6d883acfb3e',
        set: [{ id: 'start', rule: [] }],
        catch_all: [{ actions: [{ drop_event: true, suppress: false }] }],
      },
    ),
    changed(
      'pagerduty_user',
      'the user may administer the account',
      { name: 'On-call engineer', email: 'oncall@example.com', role: 'limited_user' },
      { name: 'On-call engineer', email: 'oncall@example.com', role: 'admin' },
    ),
    removed('pagerduty_service_integration', 'alerts of Datadog do not arrive', {
      name: 'Datadog',
      service: 'PSVC001',
      vendor: 'PAM4FGS',
      type: 'events_api_v2_inbound_integration',
      integration_key: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    }),
    changed(
      'pagerduty_event_orchestration_router',
      'events of the database reach no service',
      {
        event_orchestration: '1b49abe7-26db-4439-a715-c6d883acfb3e',
        set: [
          {
            id: 'start',
            rule: [
              {
                id: 'r1',
                label: 'Database',
                disabled: false,
                condition: [{ expression: "event.summary matches part 'database'" }],
                actions: [{ route_to: 'PSVC002', dynamic_route_to: [] }],
              },
            ],
          },
        ],
        catch_all: [{ actions: [{ route_to: 'unrouted' }] }],
      },
      {
        event_orchestration: '1b49abe7-26db-4439-a715-c6d883acfb3e',
        set: [
          {
            id: 'start',
            rule: [
              {
                id: 'r1',
                label: 'Database',
                disabled: true,
                condition: [{ expression: "event.summary matches part 'database'" }],
                actions: [{ route_to: 'PSVC002', dynamic_route_to: [] }],
              },
            ],
          },
        ],
        catch_all: [{ actions: [{ route_to: 'unrouted' }] }],
      },
    ),
  ],
  harmless: [
    changed(
      'pagerduty_service',
      'the name and the description change',
      {
        name: 'Checkout',
        description: 'Managed by Terraform',
        escalation_policy: 'PABC123',
        incident_urgency_rule: [{ type: 'constant', urgency: 'high' }],
      },
      {
        name: 'Checkout API',
        description: 'Low-level API of the checkout, disabled at night',
        escalation_policy: 'PABC123',
        incident_urgency_rule: [{ type: 'constant', urgency: 'high' }],
      },
    ),
    changed(
      'pagerduty_escalation_policy',
      'incidents are escalated earlier and more often',
      {
        name: 'Platform',
        num_loops: 1,
        rule: [
          { id: 'PR1', escalation_delay_in_minutes: 30, target: [{ type: 'schedule_reference', id: 'PSCHED1' }] },
          { id: 'PR2', escalation_delay_in_minutes: 30, target: [{ type: 'user_reference', id: 'PMANAGER' }] },
        ],
      },
      {
        name: 'Platform',
        num_loops: 3,
        rule: [
          { id: 'PR1', escalation_delay_in_minutes: 10, target: [{ type: 'schedule_reference', id: 'PSCHED1' }] },
          { id: 'PR2', escalation_delay_in_minutes: 15, target: [{ type: 'user_reference', id: 'PMANAGER' }] },
        ],
      },
    ),
    removed('pagerduty_maintenance_window', 'the services raise incidents again', {
      start_time: '2026-01-01T00:00:00Z',
      end_time: '2026-12-31T23:59:59Z',
      services: ['PSVC001', 'PSVC002'],
      description: 'migration',
    }),
    changed(
      'pagerduty_user',
      'the title and the colour of the user change',
      { name: 'On-call engineer', email: 'oncall@example.com', role: 'user', job_title: 'Engineer', color: 'purple' },
      { name: 'On-call engineer', email: 'oncall@example.com', role: 'user', job_title: 'Administrator', color: 'red' },
    ),
  ],
};
