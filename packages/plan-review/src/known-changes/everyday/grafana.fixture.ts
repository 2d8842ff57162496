import { changed, type KnownChanges, made, removed } from '../known-change';

const json = (value: unknown) => JSON.stringify(value);
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const grafanaRole = (permissions: object[]) => ({
  id: '0:support',
  uid: 'support',
  name: 'custom:support',
  display_name: 'Support',
  description: 'Rights of the support team',
  group: 'Custom',
  global: false,
  hidden: false,
  auto_increment_version: true,
  version: null,
  org_id: '0',
  permissions,
});
const dataSourcePermissions = (permissions: object[]) => ({
  id: '1:orders-db',
  org_id: '1',
  datasource_uid: 'orders-db',
  datasource_type: null,
  permissions,
});
const gSlo = {
  id: 'w3k1c9y2',
  uuid: 'w3k1c9y2',
  name: 'Availability of the shop',
  description: 'Requests without errors',
  folder_uid: 'shop',
  search_expression: null,
  destination_datasource: [{ uid: 'grafanacloud-prom' }],
  label: [{ key: 'team', value: 'shop' }],
  objectives: [{ value: 0.999, window: '30d' }],
  query: [
    {
      freeform: [],
      grafana_queries: [],
      ratio: [
        {
          group_by_labels: ['cluster'],
          success_metric: 'http_requests_total{code!~"5.."}',
          total_metric: 'http_requests_total',
        },
      ],
      type: 'ratio',
    },
  ],
  alerting: [
    {
      advanced_options: [],
      annotation: [],
      fastburn: [
        {
          annotation: [{ key: 'name', value: 'Fast burn' }],
          enrichment: [],
          label: [{ key: 'severity', value: 'critical' }],
        },
      ],
      label: [{ key: 'team', value: 'shop' }],
      slowburn: [
        {
          annotation: [{ key: 'name', value: 'Slow burn' }],
          enrichment: [],
          label: [{ key: 'severity', value: 'warning' }],
        },
      ],
    },
  ],
};
const dataSource = {
  id: '1:prometheus',
  uid: 'prometheus',
  org_id: '1',
  name: 'Prometheus',
  type: 'prometheus',
  url: 'https://prometheus.acme.internal',
  access_mode: 'proxy',
  basic_auth_enabled: false,
  basic_auth_username: '',
  database_name: '',
  http_headers: null,
  is_default: true,
  private_data_source_connect_network_id: null,
  secure_json_data_encoded: null,
  username: '',
};
const prometheusOptions = { httpMethod: 'POST', timeInterval: '30s', tlsSkipVerify: false };
const folder = {
  id: '1:shop',
  uid: 'shop',
  org_id: '1',
  title: 'Shop',
  parent_folder_uid: '',
  prevent_destroy_if_not_empty: true,
  url: 'https://grafana.acme.io/dashboards/f/shop/shop',
};
const alertRule = (more: object) => ({
  uid: 'latency',
  name: 'Latency',
  annotations: { summary: 'The shop is slow' },
  condition: 'B',
  exec_err_state: 'Error',
  for: '5m',
  is_paused: false,
  keep_firing_for: null,
  labels: { severity: 'critical' },
  missing_series_evals_to_resolve: 0,
  no_data_state: 'NoData',
  notification_settings: [],
  record: [],
  data: [
    {
      datasource_uid: 'prometheus',
      model: json({
        expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
        instant: true,
        refId: 'A',
      }),
      query_type: '',
      ref_id: 'A',
      relative_time_range: [{ from: 600, to: 0 }],
    },
    {
      datasource_uid: '__expr__',
      model: json({
        expression: 'A',
        type: 'threshold',
        conditions: [{ evaluator: { params: [1], type: 'gt' } }],
        refId: 'B',
      }),
      query_type: '',
      ref_id: 'B',
      relative_time_range: [{ from: 0, to: 0 }],
    },
  ],
  ...more,
});
const ruleGroup = (more: object) => ({
  id: '1:shop:shop',
  org_id: '1',
  name: 'shop',
  folder_uid: 'shop',
  interval_seconds: 60,
  disable_provenance: false,
  rule: [alertRule(more)],
});
const contactPoint = (addresses: string[]) => ({
  id: '1:shop',
  org_id: '1',
  name: 'shop',
  disable_provenance: false,
  alertmanager: [],
  dingding: [],
  discord: [],
  googlechat: [],
  jira: [],
  kafka: [],
  line: [],
  oncall: [],
  opsgenie: [],
  pagerduty: [],
  pushover: [],
  sensugo: [],
  slack: [],
  sns: [],
  teams: [],
  telegram: [],
  threema: [],
  victorops: [],
  webex: [],
  webhook: [],
  wecom: [],
  email: [
    {
      addresses,
      disable_resolve_message: false,
      message: '',
      settings: {},
      single_email: false,
      subject: '',
      uid: 'shop-email',
    },
  ],
});
const gTeam = {
  id: '1:7',
  org_id: '1',
  team_id: 7,
  team_uid: 'shop',
  name: 'Shop',
  email: '',
  admins: [],
  ignore_externally_synced_members: true,
  members: ['ada@acme.io', 'grace@acme.io', 'linus@acme.io'],
  preferences: [{ home_dashboard_uid: '', theme: '', timezone: '', week_start: '' }],
  team_sync: [],
};
const muteTiming = (start: string, end: string) => ({
  id: '1:maintenance',
  org_id: '1',
  name: 'maintenance',
  disable_provenance: false,
  intervals: [
    {
      days_of_month: [],
      location: 'Europe/Berlin',
      months: [],
      times: [{ end, start }],
      weekdays: ['sunday'],
      years: [],
    },
  ],
});
const folderPermissions = (viewer: string) => ({
  id: '1:shop',
  org_id: '1',
  folder_uid: 'shop',
  permissions: [
    { permission: 'Edit', role: 'Editor', team_id: '0', user_id: '0' },
    { permission: viewer, role: 'Viewer', team_id: '0', user_id: '0' },
  ],
});

/** Source: Terraform Registry, grafana/grafana 4 */
export const grafana: KnownChanges = {
  dangers: [
    changed(
      'grafana_folder_permission',
      'a team loses access',
      {
        folder_uid: 'finance',
        permissions: [
          { permission: 'View', role: '', team_id: '12', user_id: '0' },
          { permission: 'Edit', role: 'Editor', team_id: '0', user_id: '0' },
        ],
      },
      { folder_uid: 'finance', permissions: [{ permission: 'Edit', role: 'Editor', team_id: '0', user_id: '0' }] },
    ),
    changed(
      'grafana_role',
      'the support may change users, roles and data sources',
      grafanaRole([{ action: 'dashboards:read', scope: 'dashboards:*' }]),
      grafanaRole([
        { action: 'dashboards:read', scope: 'dashboards:*' },
        { action: 'users:write', scope: 'global.users:*' },
        { action: 'users.roles:add', scope: 'permissions:type:delegate' },
        { action: 'datasources:write', scope: 'datasources:*' },
      ]),
    ),
    changed(
      'grafana_data_source_permission',
      'all viewers may query the database with the orders',
      dataSourcePermissions([{ built_in_role: '', permission: 'Query', team_id: '7', user_id: '0' }]),
      dataSourcePermissions([
        { built_in_role: '', permission: 'Query', team_id: '7', user_id: '0' },
        { built_in_role: 'Viewer', permission: 'Query', team_id: '0', user_id: '0' },
      ]),
    ),
    removed('grafana_oncall_escalation', 'alerts no longer reach the engineer on call', {
      id: 'E3GA6SJETWWJS',
      escalation_chain_id: 'F5JU6KJET33FE',
      position: 0,
      type: 'notify_on_call_from_schedule',
      action_to_trigger: null,
      duration: null,
      group_to_notify: null,
      important: true,
      notify_if_time_from: null,
      notify_if_time_to: null,
      notify_on_call_from_schedule: 'SBM7DV7BKFUYU',
      notify_to_team_members: null,
      num_alerts_in_window: null,
      num_minutes_in_window: null,
      persons_to_notify: null,
      persons_to_notify_next_each_time: null,
      severity: null,
    }),
    changed('grafana_slo', 'no one is alerted when the error budget burns', gSlo, { ...gSlo, alerting: [] }),
    removed('grafana_cloud_stack', 'all dashboards, metrics and logs of the stack are lost', {
      id: '412345',
      name: 'acme',
      slug: 'acme',
      description: 'Production',
      delete_protection: false,
      labels: {},
      region_slug: 'eu',
      url: 'https://acme.grafana.net',
      status: 'active',
      org_slug: 'acme',
      cluster_slug: 'prod-eu-west-2',
      prometheus_url: 'https://prometheus-prod-24-prod-eu-west-2.grafana.net',
      logs_url: 'https://logs-prod-012.grafana.net',
      wait_for_readiness: true,
      wait_for_readiness_timeout: '10m0s',
    }),
    changed(
      'grafana_data_source',
      'Grafana no longer checks the certificate of Prometheus',
      { ...dataSource, json_data_encoded: json(prometheusOptions) },
      { ...dataSource, json_data_encoded: json({ ...prometheusOptions, tlsSkipVerify: true }) },
    ),
  ],
  harmless: [
    changed('grafana_team', 'a colleague joins the team as an ordinary member', gTeam, {
      ...gTeam,
      members: [...gTeam.members, 'lena@example.com'],
    }),
    changed(
      'grafana_folder_permission',
      'editors of the whole organization lose access, and the team keeps it',
      {
        folder_uid: 'finance',
        permissions: [
          { permission: 'View', role: '', team_id: '12', user_id: '0' },
          { permission: 'Edit', role: 'Editor', team_id: '0', user_id: '0' },
        ],
      },
      { folder_uid: 'finance', permissions: [{ permission: 'View', role: '', team_id: '12', user_id: '0' }] },
    ),
    changed(
      'grafana_report',
      'one more team gets the report',
      { name: 'Weekly', recipients: ['ops@acme.io'] },
      { name: 'Weekly', recipients: ['ops@acme.io', 'shop@acme.io'] },
    ),
    removed('grafana_dashboard.draft', 'a dashboard of a workshop holds no data', {
      config_json: '{"title":"Workshop"}',
      folder: 'drafts',
    }),
    changed('grafana_folder', 'the title changes', folder, { ...folder, title: 'Web shop' }),
    changed(
      'grafana_data_source',
      'only the formatting and the order of the keys change',
      { ...dataSource, json_data_encoded: json(prometheusOptions) },
      { ...dataSource, json_data_encoded: pretty({ tlsSkipVerify: false, timeInterval: '30s', httpMethod: 'POST' }) },
    ),
    changed(
      'grafana_rule_group',
      'the alert links to the runbook, and its duration is written in another unit',
      ruleGroup({}),
      ruleGroup({
        for: '300s',
        annotations: { summary: 'The shop is slow', runbook_url: 'https://wiki.acme.io/shop/latency' },
      }),
    ),
    changed(
      'grafana_contact_point',
      'one more person gets the alerts',
      contactPoint(['on-call@acme.io']),
      contactPoint(['on-call@acme.io', 'shop-team@acme.io']),
    ),
    changed('grafana_team', 'the order of the members and the email address change', gTeam, {
      ...gTeam,
      email: 'shop@acme.io',
      members: ['linus@acme.io', 'ada@acme.io', 'grace@acme.io'],
    }),
    changed(
      'grafana_mute_timing',
      'notifications are muted for two hours and not for six',
      muteTiming('01:00', '07:00'),
      muteTiming('02:00', '04:00'),
    ),
    removed('grafana_playlist', 'a playlist holds no data', {
      id: '1:p7xkq2',
      org_id: '1',
      name: 'Drafts',
      interval: '5m',
      item: [{ id: '1', order: 1, type: 'dashboard_by_tag', value: 'draft' }],
    }),
    changed(
      'grafana_folder_permission',
      'viewers can no longer edit',
      folderPermissions('Edit'),
      folderPermissions('View'),
    ),
    made('grafana_service_account', 'the new service account may only look', {
      name: 'status-page',
      role: 'Viewer',
      is_disabled: false,
      org_id: null,
    }),
    changed('grafana_slo', 'the description and the labels change', gSlo, {
      ...gSlo,
      description: 'Share of requests without errors',
      label: [
        { key: 'team', value: 'shop' },
        { key: 'tier', value: 'one' },
      ],
    }),
  ],
};
