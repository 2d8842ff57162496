import { changed, type KnownChanges, made, removed } from '../known-change';

const alertRule = {
  uid: 'cdkq2x0z7v5s0b',
  name: 'Disk is full',
  condition: 'C',
  for: '5m',
  no_data_state: 'NoData',
  exec_err_state: 'Error',
  is_paused: false,
  labels: { severity: 'critical' },
  annotations: { summary: 'Disk is full' },
};

/** Source: Terraform Registry, grafana/grafana 4 */
export const grafana: KnownChanges = {
  dangers: [
    changed(
      'grafana_rule_group.paused',
      'the alert rule is paused',
      { name: 'hosts', folder_uid: 'infrastructure', interval_seconds: 60, rule: [alertRule] },
      { name: 'hosts', folder_uid: 'infrastructure', interval_seconds: 60, rule: [{ ...alertRule, is_paused: true }] },
    ),
    changed(
      'grafana_rule_group.silent',
      'the rule stays silent when data is missing or the query fails',
      {
        name: 'hosts',
        folder_uid: 'infrastructure',
        interval_seconds: 60,
        rule: [{ ...alertRule, no_data_state: 'Alerting', exec_err_state: 'Alerting' }],
      },
      {
        name: 'hosts',
        folder_uid: 'infrastructure',
        interval_seconds: 60,
        rule: [{ ...alertRule, no_data_state: 'OK', exec_err_state: 'OK' }],
      },
    ),
    changed(
      'grafana_contact_point',
      'alerts are mailed instead of paged',
      {
        name: 'On-call',
        email: [],
        pagerduty: [{ uid: 'pd1', integration_key: 'R0ABCDEF1234567890', severity: 'critical' }],
      },
      {
        name: 'On-call',
        email: [{ uid: 'em1', addresses: ['team@example.com'], single_email: false }],
        pagerduty: [],
      },
    ),
    changed(
      'grafana_notification_policy',
      'critical alerts are not routed to the on-call engineer',
      {
        contact_point: 'Slack',
        group_by: ['alertname'],
        policy: [
          {
            contact_point: 'On-call',
            continue: false,
            matcher: [{ label: 'severity', match: '=', value: 'critical' }],
          },
        ],
      },
      { contact_point: 'Slack', group_by: ['alertname'], policy: [] },
    ),
    changed(
      'grafana_mute_timing',
      'notifications are muted every night and not only at the weekend',
      { name: 'quiet', intervals: [{ weekdays: ['saturday', 'sunday'], times: [], location: 'Europe/Berlin' }] },
      {
        name: 'quiet',
        intervals: [
          { weekdays: ['saturday', 'sunday'], times: [], location: 'Europe/Berlin' },
          { weekdays: ['monday:friday'], times: [{ start: '18:00', end: '24:00' }], location: 'Europe/Berlin' },
          { weekdays: ['monday:friday'], times: [{ start: '00:00', end: '09:00' }], location: 'Europe/Berlin' },
        ],
      },
    ),
    made('grafana_dashboard_public', 'the dashboard is public', {
      dashboard_uid: 'revenue',
      is_enabled: true,
      share: 'public',
      annotations_enabled: true,
      time_selection_enabled: true,
    }),
    changed(
      'grafana_folder_permission',
      'all viewers may edit the dashboards and alerts',
      {
        folder_uid: 'production',
        permissions: [
          { role: 'Viewer', team_id: '0', user_id: '0', permission: 'View' },
          { role: '', team_id: '7', user_id: '0', permission: 'Admin' },
        ],
      },
      {
        folder_uid: 'production',
        permissions: [
          { role: 'Viewer', team_id: '0', user_id: '0', permission: 'Edit' },
          { role: '', team_id: '7', user_id: '0', permission: 'Admin' },
        ],
      },
    ),
    changed(
      'grafana_service_account',
      'the service account becomes an administrator',
      { name: 'ci', role: 'Viewer', is_disabled: false },
      { name: 'ci', role: 'Admin', is_disabled: false },
    ),
    changed(
      'grafana_cloud_access_policy',
      'the tokens may read all data and manage access policies of the organization',
      {
        name: 'collector',
        region: 'prod-eu-west-2',
        scopes: ['metrics:write', 'logs:write'],
        realm: [{ type: 'stack', identifier: '123456', label_policy: [] }],
      },
      {
        name: 'collector',
        region: 'prod-eu-west-2',
        scopes: ['metrics:write', 'logs:write', 'metrics:read', 'logs:read', 'accesspolicies:write'],
        realm: [{ type: 'org', identifier: '98765', label_policy: [] }],
      },
    ),
    changed(
      'grafana_sso_settings',
      'everyone with a Google account may sign in',
      {
        provider_name: 'google',
        oauth2_settings: [
          {
            enabled: true,
            client_id: 'abc.apps.googleusercontent.com',
            allow_sign_up: true,
            allowed_domains: 'example.com',
          },
        ],
      },
      {
        provider_name: 'google',
        oauth2_settings: [
          { enabled: true, client_id: 'abc.apps.googleusercontent.com', allow_sign_up: true, allowed_domains: '' },
        ],
      },
    ),
    changed(
      'grafana_synthetic_monitoring_check',
      'the uptime of the shop is not checked',
      { job: 'shop', target: 'https://shop.example.com', enabled: true, frequency: 60000, probes: [1, 7, 12] },
      { job: 'shop', target: 'https://shop.example.com', enabled: false, frequency: 60000, probes: [1, 7, 12] },
    ),
    removed('grafana_data_source', 'dashboards and alerts have no data', {
      name: 'Prometheus',
      type: 'prometheus',
      uid: 'prometheus',
      url: 'https://prometheus.example.com',
      is_default: true,
      access_mode: 'proxy',
    }),
  ],
  harmless: [
    changed(
      'grafana_dashboard',
      'only the formatting and the title change',
      {
        folder: 'production',
        config_json: '{"panels":[{"id":1,"title":"Requests","type":"timeseries"}],"title":"Shop","uid":"shop"}',
      },
      {
        folder: 'production',
        message: 'better title',
        config_json:
          '{\n  "uid": "shop",\n  "title": "Public shop",\n  "panels": [\n    { "id": 1, "type": "timeseries", "title": "Requests" }\n  ]\n}',
      },
    ),
    changed(
      'grafana_rule_group',
      'the alert has a runbook and fires earlier',
      { name: 'hosts', folder_uid: 'infrastructure', interval_seconds: 60, rule: [{ ...alertRule, for: '10m' }] },
      {
        name: 'hosts',
        folder_uid: 'infrastructure',
        interval_seconds: 60,
        rule: [
          {
            ...alertRule,
            for: '5m',
            annotations: {
              summary: 'Disk of {{ $labels.host }} is full',
              runbook_url: 'https://runbooks.example.com/disk',
            },
          },
        ],
      },
    ),
    changed(
      'grafana_dashboard_public',
      'the dashboard is no longer public',
      { dashboard_uid: 'revenue', is_enabled: true, share: 'public' },
      { dashboard_uid: 'revenue', is_enabled: false, share: 'public' },
    ),
    changed(
      'grafana_contact_point',
      'alerts are also posted to Slack',
      {
        name: 'On-call',
        pagerduty: [{ uid: 'pd1', integration_key: 'R0ABCDEF1234567890', severity: 'critical' }],
        slack: [],
      },
      {
        name: 'On-call',
        pagerduty: [{ uid: 'pd1', integration_key: 'R0ABCDEF1234567890', severity: 'critical' }],
        slack: [{ uid: 'sl1', recipient: '#alerts', url: 'https://hooks.slack.com/services/T0/B0/x' }],
      },
    ),
    changed(
      'grafana_synthetic_monitoring_check',
      'the check runs more often and from more places',
      { job: 'shop', target: 'https://shop.example.com', enabled: true, frequency: 120000, probes: [1, 7] },
      { job: 'shop', target: 'https://shop.example.com', enabled: true, frequency: 60000, probes: [7, 12, 1] },
    ),
  ],
};
