import { changed, type KnownChanges, made, removed } from '../known-change';

const orchestrationActions = (more: object = {}) => ({
  annotate: '',
  automation_action: [],
  escalation_policy: null,
  event_action: '',
  extraction: [],
  incident_custom_field_update: [],
  pagerduty_automation_action: [],
  priority: '',
  route_to: '',
  severity: '',
  suppress: false,
  suspend: null,
  variable: [],
  ...more,
});
const orchestration = (actions: object, catchAll: object) => ({
  id: 'PSHOP01',
  service: 'PSHOP01',
  enable_event_orchestration_for_service: true,
  catch_all: [{ actions: [catchAll] }],
  set: [
    {
      id: 'start',
      rule: [
        {
          id: '5b6e3f1a',
          label: 'Failures of payments',
          disabled: false,
          condition: [{ expression: "event.summary matches part 'payment failed'" }],
          actions: [actions],
        },
      ],
    },
  ],
});
const pdService = {
  id: 'PSHOP01',
  name: 'Shop',
  description: 'The web shop',
  type: 'service',
  html_url: 'https://acme.pagerduty.com/service-directory/PSHOP01',
  status: 'active',
  created_at: '2024-03-01T09:00:00Z',
  last_incident_timestamp: '2025-05-02T03:12:00Z',
  acknowledgement_timeout: '1800',
  auto_resolve_timeout: 'null',
  alert_creation: 'create_alerts_and_incidents',
  alert_grouping: null,
  alert_grouping_timeout: null,
  alert_grouping_parameters: [],
  auto_pause_notifications_parameters: [{ enabled: false, timeout: null }],
  escalation_policy: 'PESCAL1',
  response_play: null,
  incident_urgency_rule: [{ type: 'constant', urgency: 'high', during_support_hours: [], outside_support_hours: [] }],
  scheduled_actions: [],
  support_hours: [],
};
const layer = (name: string, users: string[], end: string) => ({
  id: `P${name.toUpperCase()}`,
  name,
  start: '2024-03-01T09:00:00+01:00',
  end,
  rotation_virtual_start: '2024-03-01T09:00:00+01:00',
  rotation_turn_length_seconds: 604800,
  users,
  restriction: [],
  rendered_coverage_percentage: '100.00',
});
const schedule = {
  id: 'PSCHED1',
  name: 'Shop on call',
  description: 'Managed by Terraform',
  time_zone: 'Europe/Berlin',
  overflow: false,
  teams: ['PTEAM01'],
  final_schedule: [{ name: 'Final Schedule', rendered_coverage_percentage: '100.00' }],
  layer: [layer('weekly', ['PUSER01', 'PUSER02', 'PUSER03'], '')],
};
const webhook = {
  id: 'PWEBHK1',
  type: 'webhook_subscription',
  active: true,
  description: 'Tells the status page',
  events: ['incident.triggered', 'incident.acknowledged', 'incident.resolved'],
  filter: [{ id: 'PSHOP01', type: 'service_reference' }],
  delivery_method: [
    {
      custom_header: [],
      temporarily_disabled: false,
      type: 'http_delivery_method',
      url: 'https://status.acme.io/hooks/pagerduty',
    },
  ],
};
const escalationPolicy = {
  id: 'PESCAL1',
  name: 'Shop',
  description: 'Managed by Terraform',
  num_loops: 2,
  teams: ['PTEAM01'],
  rule: [
    {
      id: 'PRULE01',
      escalation_delay_in_minutes: 10,
      escalation_rule_assignment_strategy: [{ type: 'assign_to_everyone' }],
      target: [{ id: 'PSCHED1', type: 'schedule_reference' }],
    },
    {
      id: 'PRULE02',
      escalation_delay_in_minutes: 20,
      escalation_rule_assignment_strategy: [{ type: 'assign_to_everyone' }],
      target: [{ id: 'PUSER09', type: 'user_reference' }],
    },
  ],
};
const pdTeam = {
  id: 'PTEAM01',
  name: 'Shop',
  description: 'Managed by Terraform',
  parent: null,
  default_role: 'manager',
  html_url: 'https://acme.pagerduty.com/teams/PTEAM01',
};
const businessService = {
  id: 'PBIZ001',
  name: 'Web shop',
  description: 'Managed by Terraform',
  html_url: 'https://acme.pagerduty.com/business-services/PBIZ001',
  point_of_contact: 'PUSER01',
  self: 'https://api.pagerduty.com/business_services/PBIZ001',
  summary: 'Web shop',
  team: 'PTEAM01',
  type: 'business_service',
};

const droppingEvents = (expression: string) => ({
  event_orchestration: 'e1',
  set: [{ id: 'start', rule: [{ label: 'noise', condition: [{ expression }], actions: [{ drop_event: true }] }] }],
});

/** Source: Terraform Registry, PagerDuty/pagerduty 3 */
export const pagerduty: KnownChanges = {
  dangers: [
    changed(
      'pagerduty_alert_grouping_setting',
      'unrelated alerts of a day share one incident',
      { name: 'shop', type: 'content_based', config: [{ fields: ['summary'], time_window: 300, timeout: null }] },
      { name: 'shop', type: 'time', config: [{ fields: null, time_window: null, timeout: 86400 }] },
    ),
    changed(
      'pagerduty_event_orchestration_global',
      'critical events are dropped instead of those of the test environment',
      droppingEvents("event.custom_details.env matches 'test'"),
      droppingEvents("event.severity matches 'critical'"),
    ),
    changed(
      'pagerduty_event_orchestration_service',
      'failures of payments and all other events raise no incidents',
      orchestration(orchestrationActions({ severity: 'critical' }), orchestrationActions()),
      orchestration(
        orchestrationActions({ severity: 'critical', suppress: true }),
        orchestrationActions({ suppress: true }),
      ),
    ),
    removed('pagerduty_user_notification_rule', 'the engineer is not called when an incident is urgent', {
      id: 'PUNR001',
      user_id: 'PUSER01',
      contact_method: { id: 'PCONTA1', type: 'phone_contact_method' },
      start_delay_in_minutes: 0,
      urgency: 'high',
    }),
    removed('pagerduty_service', 'the shop raises no incidents and its history is lost', pdService),
    changed('pagerduty_schedule', 'no one is on call from 2026 on', schedule, {
      ...schedule,
      layer: [layer('weekly', ['PUSER01', 'PUSER02', 'PUSER03'], '2026-01-01T00:00:00+01:00')],
    }),
    changed('pagerduty_webhook_subscription', 'the status page no longer learns about incidents', webhook, {
      ...webhook,
      active: false,
    }),
    removed('pagerduty_event_orchestration_integration', 'events that are sent with the routing key are lost', {
      id: '8f1d6a3e-55f3-4a6c-b1d4-7d7f0a1b2c3d',
      event_orchestration: '6a1f2e3d-4c5b-4a69-8877-665544332211',
      label: 'Prometheus',
      parameters: [{ routing_key: 'R01ABCDEFGHIJKLMNOPQRSTUVWXYZ234', type: 'global' }],
    }),
  ],
  harmless: [
    changed(
      'pagerduty_event_orchestration_service',
      'a rule that was off is removed',
      {
        service: 'P1',
        set: [
          {
            id: 'start',
            rule: [
              {
                id: 'a1',
                disabled: true,
                label: 'old',
                condition: [{ expression: "event.severity matches 'info'" }],
                actions: [{ suppress: false }],
              },
              {
                id: 'b2',
                disabled: false,
                label: 'noise',
                condition: [{ expression: "event.severity matches 'info'" }],
                actions: [{ suppress: true }],
              },
            ],
          },
        ],
      },
      {
        service: 'P1',
        set: [
          {
            id: 'start',
            rule: [
              {
                id: 'b2',
                disabled: false,
                label: 'noise',
                condition: [{ expression: "event.severity matches 'info'" }],
                actions: [{ suppress: true }],
              },
            ],
          },
        ],
      },
    ),
    changed(
      'pagerduty_maintenance_window.shorter',
      'fewer services are muted, for a shorter time',
      { start_time: '2027-01-16T00:00:00+01:00', end_time: '2027-01-16T06:00:00+01:00', services: ['P1', 'P2'] },
      { start_time: '2027-01-16T02:00:00+01:00', end_time: '2027-01-16T04:00:00+01:00', services: ['P1'] },
    ),
    changed(
      'pagerduty_maintenance_window.zone',
      'the same times are written in another time zone',
      { start_time: '2027-01-16T02:00:00+01:00', end_time: '2027-01-16T04:00:00+01:00', services: ['P1'] },
      { start_time: '2027-01-16T01:00:00Z', end_time: '2027-01-16T03:00:00Z', services: ['P1'] },
    ),
    removed('pagerduty_tag_assignment', 'the team loses a tag that is used for searching', {
      entity_type: 'teams',
      entity_id: 'PTEAM01',
      tag_id: 'PTAG01',
    }),
    changed('pagerduty_team', 'the description changes', pdTeam, {
      ...pdTeam,
      description: 'Builds and runs the shop',
    }),
    changed('pagerduty_escalation_policy', 'one more person is called if no one acknowledges', escalationPolicy, {
      ...escalationPolicy,
      rule: [
        escalationPolicy.rule[0],
        {
          ...escalationPolicy.rule[1],
          target: [
            { id: 'PUSER09', type: 'user_reference' },
            { id: 'PUSER10', type: 'user_reference' },
          ],
        },
      ],
    }),
    changed(
      'pagerduty_service',
      'the description changes and the provider writes unset values as empty ones',
      { ...pdService, alert_grouping_parameters: null },
      { ...pdService, description: 'The web shop of Acme', alert_grouping_parameters: [] },
    ),
    changed('pagerduty_schedule', 'a second layer covers the week as well', schedule, {
      ...schedule,
      description: 'On-call staff of the shop',
      layer: [
        ...schedule.layer,
        { ...layer('backup', ['PUSER04', 'PUSER05'], ''), id: null, rendered_coverage_percentage: null },
      ],
    }),
    made('pagerduty_user_contact_method', 'the engineer can be called on one more phone', {
      user_id: 'PUSER01',
      type: 'phone_contact_method',
      address: '15550100',
      country_code: 49,
      label: 'Mobile',
      send_short_email: false,
    }),
    made('pagerduty_user_notification_rule', 'the engineer also gets a message', {
      user_id: 'PUSER01',
      contact_method: { id: 'PCONTA2', type: 'sms_contact_method' },
      start_delay_in_minutes: 5,
      urgency: 'high',
    }),
    changed('pagerduty_business_service', 'the name and the description change', businessService, {
      ...businessService,
      name: 'Shop',
      summary: 'Shop',
      description: 'Parts that customers see',
    }),
    removed('pagerduty_tag', 'a tag protects nothing', {
      id: 'PTAG001',
      label: 'draft',
      summary: 'draft',
      html_url: null,
    }),
    changed('pagerduty_webhook_subscription', 'the status page learns about more events', webhook, {
      ...webhook,
      events: ['incident.acknowledged', 'incident.reopened', 'incident.resolved', 'incident.triggered'],
    }),
    made('pagerduty_team_membership', 'the trainee may look at the incidents of the team', {
      user_id: 'PUSER11',
      team_id: 'PTEAM01',
      role: 'observer',
    }),
  ],
};
