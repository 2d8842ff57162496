import { changed, type KnownChanges, made, removed } from '../known-change';

const account = '123456789012';
const json = (value: unknown) => JSON.stringify(value);
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const monitor = {
  id: '48213377',
  name: 'Nightly billing',
  type: 'query alert',
  query: 'sum(last_1h):sum:billing.runs{env:production}.as_count() < 1',
  message: 'Billing did not run. @pagerduty-Billing',
  assets: [],
  draft_status: 'published',
  enable_logs_sample: null,
  enable_samples: null,
  escalation_message: '',
  evaluation_delay: 60,
  force_delete: null,
  group_retention_duration: null,
  groupby_simple_monitor: null,
  include_tags: true,
  monitor_threshold_windows: [],
  monitor_thresholds: [
    { critical: '1', critical_recovery: '', ok: '', unknown: '', warning: '', warning_recovery: '' },
  ],
  new_group_delay: null,
  new_host_delay: 300,
  no_data_timeframe: 0,
  notification_preset_name: null,
  notify_audit: false,
  notify_by: [],
  notify_no_data: false,
  on_missing_data: 'show_and_notify_no_data',
  priority: '1',
  renotify_interval: 60,
  renotify_occurrences: 0,
  renotify_statuses: ['alert'],
  require_full_window: true,
  restricted_roles: [],
  scheduling_options: [],
  tags: ['team:billing', 'env:production'],
  timeout_h: 0,
  validate: null,
  variables: [],
};
const diskMonitor = {
  ...monitor,
  id: '48213378',
  name: 'Disk of the database',
  query: 'avg(last_5m):max:system.disk.in_use{service:postgres} by {host} > 0.9',
  message: 'The disk is almost full. @pagerduty-Database',
  on_missing_data: null,
  notify_no_data: true,
  no_data_timeframe: 10,
  monitor_thresholds: [
    { critical: '0.9', critical_recovery: '', ok: '', unknown: '', warning: '0.8', warning_recovery: '' },
  ],
};
const permission = (id: string, name: string) => ({ id, name });
const readOnly = [
  permission('4fbb1652-dd15-11ed-9557-da7ad0900002', 'logs_read_data'),
  permission('d90f6830-d3d8-11e9-a77a-b3404e5e9ee2', 'dashboards_read'),
];
const retentionFilter = {
  id: 'k8fXvG9rT2aQpLz1mNc0Yw',
  name: 'Errors of the checkout',
  enabled: true,
  filter_type: 'spans-sampling-processor',
  rate: '1.0',
  trace_rate: '1.0',
  filter: { query: 'service:checkout status:error' },
};
const restriction = (bindings: object[]) => ({
  id: 'security-rule:abc-def-ghi',
  resource_id: 'security-rule:abc-def-ghi',
  bindings,
});
const slo = {
  id: '2b1f0c6d5e4a4c3b9a8f7e6d5c4b3a2f',
  name: 'Availability of the shop',
  type: 'metric',
  description: 'Requests without errors',
  force_delete: null,
  groups: null,
  monitor_ids: null,
  query: [
    {
      denominator: 'sum:shop.requests{env:production}.as_count()',
      numerator: 'sum:shop.requests{env:production,status:ok}.as_count()',
    },
  ],
  sli_specification: [],
  tags: ['team:shop'],
  target_threshold: 99.9,
  timeframe: '30d',
  warning_threshold: 99.95,
  thresholds: [{ target: 99.9, target_display: '99.9', timeframe: '30d', warning: 99.95, warning_display: '99.95' }],
  validate: null,
};
const archive = {
  id: 'a2zcMylnM4OCHpYusxIi1g',
  name: 'Everything',
  query: '*',
  azure_archive: [],
  compression_method: 'GZIP',
  gcs_archive: [],
  include_tags: false,
  lookup_attributes: [],
  partitioning_attributes: [],
  rehydration_max_scan_size_in_gb: 100,
  rehydration_tags: [],
  s3_archive: [
    {
      access_key_id: '',
      account_id: account,
      bucket: 'acme-logs',
      encryption_key: '',
      encryption_type: 'SSE_S3',
      path: '/datadog',
      role_name: 'datadog',
      storage_class: 'STANDARD',
    },
  ],
};
const metricMetadata = {
  id: 'shop.checkout.duration',
  metric: 'shop.checkout.duration',
  description: '',
  per_unit: '',
  short_name: '',
  statsd_interval: 0,
  type: 'gauge',
  unit: 'millisecond',
};
const scannerRule = {
  id: 'q1w2e3r4-0000-4a4a-9b9b-abcdefabcdef',
  group_id: 'g1h2i3j4-0000-4a4a-9b9b-abcdefabcdef',
  name: 'Card numbers',
  description: 'Hides card numbers',
  excluded_namespaces: ['internal'],
  included_keyword_configuration: [],
  is_enabled: false,
  namespaces: [],
  pattern: '',
  priority: 1,
  standard_pattern_id: 'jX9sdfv2S6-2vLkYtA_4NA',
  suppressions: [],
  tags: ['sensitive_data:card'],
  text_replacement: [
    { number_of_chars: 0, replacement_string: '[card]', should_save_match: false, type: 'replacement_string' },
  ],
};
const ddDashboard = {
  title: 'Shop',
  description: 'The shop',
  layout_type: 'ordered',
  widgets: [
    {
      definition: {
        type: 'timeseries',
        title: 'Orders',
        requests: [{ q: 'sum:shop.orders{env:production}.as_count()', display_type: 'bars' }],
      },
    },
  ],
  template_variables: [],
  notify_list: [],
};

/** Source: Terraform Registry, DataDog/datadog 3 */
export const datadog: KnownChanges = {
  dangers: [
    made('datadog_downtime_schedule', 'staging and production are silent', {
      scope: 'env:staging OR env:production',
      monitor_identifier: [{ monitor_tags: ['service:checkout'], monitor_id: null }],
      one_time_schedule: [{ start: '2026-12-03T18:00:00Z', end: '2026-12-03T20:00:00Z' }],
    }),
    made('datadog_downtime_schedule', 'staging is silent for ever', {
      scope: 'env:staging',
      monitor_identifier: [{ monitor_tags: ['*'], monitor_id: null }],
      one_time_schedule: [{ start: '2026-12-03T18:00:00Z', end: null }],
    }),
    changed('datadog_monitor', 'no one notices when the nightly billing reports nothing', monitor, {
      ...monitor,
      on_missing_data: 'resolve',
    }),
    changed(
      'datadog_role',
      'everyone with the role may manage users and the organization',
      {
        id: 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e',
        name: 'Support',
        default_permissions_opt_out: false,
        user_count: 12,
        validate: null,
        permission: readOnly,
      },
      {
        id: 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e',
        name: 'Support',
        default_permissions_opt_out: false,
        user_count: 12,
        validate: null,
        permission: [
          ...readOnly,
          permission('f1666372-d87b-11e8-acac-6be484ba794a', 'org_management'),
          permission('f1624684-d87d-11e8-acac-efb4dbffab1c', 'user_access_manage'),
        ],
      },
    ),
    removed('datadog_integration_aws_account', 'metrics of AWS no longer arrive, and monitors on them are blind', {
      id: '5f0a3c9e-7c65-4b1f-9c39-2d1b0a9f8e7d',
      aws_account_id: account,
      aws_partition: 'aws',
      account_tags: ['env:production'],
      auth_config: {
        aws_auth_config_keys: null,
        aws_auth_config_role: { external_id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', role_name: 'datadog' },
      },
      aws_regions: { include_all: true, include_only: null },
      logs_config: { lambda_forwarder: { lambdas: [], log_source_config: null, sources: [] } },
      metrics_config: {
        automute_enabled: true,
        collect_cloudwatch_alarms: true,
        collect_custom_metrics: true,
        enabled: true,
        metric_name_filters: [],
        namespace_filters: { exclude_only: ['AWS/SQS'], include_only: null },
        tag_filters: [],
      },
      resources_config: { cloud_security_posture_management_collection: true, extended_collection: true },
      traces_config: { xray_services: { include_all: null, include_only: [] } },
    }),
    changed('datadog_apm_retention_filter', 'traces of errors are no longer kept', retentionFilter, {
      ...retentionFilter,
      enabled: false,
    }),
    made('datadog_security_monitoring_suppression', 'attacks on AWS raise no signals', {
      name: 'Quiet',
      description: 'Too many signals',
      enabled: true,
      rule_query: 'source:cloudtrail',
      suppression_query: '*',
      data_exclusion_query: null,
      start_date: null,
      expiration_date: null,
      tags: null,
      validate: null,
    }),
    changed(
      'datadog_restriction_policy',
      'everyone in the organization may change the detection rule',
      restriction([
        { principals: ['team:3f1c1a40-52a2-11ee-8f4e-da7ad0900002'], relation: 'editor' },
        { principals: ['org:4dee724d-00cc-11ea-a77b-570c9d03c6c5'], relation: 'viewer' },
      ]),
      restriction([{ principals: ['org:4dee724d-00cc-11ea-a77b-570c9d03c6c5'], relation: 'editor' }]),
    ),
  ],
  harmless: [
    made('datadog_downtime_schedule', 'a load test in staging, for two hours', {
      scope: 'env:staging AND service:checkout',
      monitor_identifier: [{ monitor_tags: ['service:checkout'], monitor_id: null }],
      one_time_schedule: [{ start: '2026-12-03T18:00:00Z', end: '2026-12-03T20:00:00Z' }],
    }),
    changed(
      'datadog_logs_index',
      'a filter that discards logs is switched off, so that more logs are indexed',
      {
        name: 'audit',
        exclusion_filter: [{ name: 'debug', is_enabled: true, filter: [{ query: 'status:debug', sample_rate: 1 }] }],
      },
      {
        name: 'audit',
        exclusion_filter: [{ name: 'debug', is_enabled: false, filter: [{ query: 'status:debug', sample_rate: 1 }] }],
      },
    ),
    changed(
      'datadog_user.fewer',
      'the user is no longer an administrator',
      { email: 'ada@acme.io', roles: ['b1', 'd9'] },
      { email: 'ada@acme.io', roles: ['b1'] },
    ),
    changed(
      'datadog_synthetics_test.stricter',
      'the test checks the certificate',
      { type: 'api', options_list: [{ accept_self_signed: true, tick_every: 300 }] },
      { type: 'api', options_list: [{ accept_self_signed: false, tick_every: 60 }] },
    ),
    removed('datadog_team_link', 'a link to an old wiki goes away', { label: 'Wiki', url: 'https://wiki.acme.io' }),
    changed(
      'datadog_monitor.recipient',
      'one more channel gets the alert, and the order of the tags changes',
      monitor,
      {
        ...monitor,
        message: 'Billing did not run. @pagerduty-Billing @slack-billing',
        tags: ['env:production', 'team:billing'],
      },
    ),
    changed('datadog_monitor.numbers', 'the thresholds are written with more digits', diskMonitor, {
      ...diskMonitor,
      monitor_thresholds: [
        { critical: '0.90', critical_recovery: '', ok: '', unknown: '', warning: '0.80', warning_recovery: '' },
      ],
    }),
    changed('datadog_service_level_objective', 'the description and the tags change', slo, {
      ...slo,
      description: 'Share of requests without errors',
      tags: ['team:shop', 'tier:1'],
    }),
    changed('datadog_logs_archive', 'tags are archived too', archive, {
      ...archive,
      include_tags: true,
      rehydration_tags: ['source:archive'],
    }),
    changed('datadog_metric_metadata', 'the metric has a description and a short name', metricMetadata, {
      ...metricMetadata,
      description: 'How long a checkout takes',
      short_name: 'checkout',
    }),
    removed('datadog_dashboard_list', 'a list of dashboards holds no data', {
      id: '91234',
      name: 'Drafts',
      dash_item: [],
    }),
    changed('datadog_sensitive_data_scanner_rule', 'card numbers in logs are masked', scannerRule, {
      ...scannerRule,
      is_enabled: true,
    }),
    made('datadog_team', 'a new team has no rights', {
      name: 'Checkout',
      handle: 'checkout',
      description: 'Builds and runs the checkout',
    }),
    changed(
      'datadog_dashboard_json',
      'only the formatting changes',
      {
        id: 'abc-def-ghi',
        url: '/dashboard/abc-def-ghi/shop',
        dashboard_lists: [],
        dashboard_lists_removed: [],
        dashboard: json(ddDashboard),
      },
      {
        id: 'abc-def-ghi',
        url: '/dashboard/abc-def-ghi/shop',
        dashboard_lists: [],
        dashboard_lists_removed: [],
        dashboard: pretty(ddDashboard),
      },
    ),
    changed(
      'datadog_role',
      'the team does not use the right to write downtimes',
      {
        id: 'b1c2d3e4',
        name: 'Support',
        default_permissions_opt_out: false,
        user_count: 12,
        permission: [...readOnly, permission('a1b2c3d4', 'monitors_downtime')],
      },
      { id: 'b1c2d3e4', name: 'Support', default_permissions_opt_out: false, user_count: 12, permission: readOnly },
    ),
    made('datadog_role', 'the new role may only look at dashboards', {
      name: 'Guest',
      default_permissions_opt_out: true,
      permission: [{ id: 'd90f6830-d3d8-11e9-a77a-b3404e5e9ee2' }],
      validate: null,
    }),
  ],
};
