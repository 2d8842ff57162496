/** JSON of monitors as Datadog's API returns them: one per kind, and monitors with options that Terraform's provider treats specially. */
export const apiMonitors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a metric monitor with every common option': {
    id: 101,
    name: '[Hosts] CPU of {{host.name}} is high',
    type: 'query alert',
    query: 'avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 90',
    message: 'CPU ${is} %{high}: {{value}}\n\n{{#is_alert}}@slack-hosts{{/is_alert}} 監視',
    tags: ['team:web', 'env:prod'],
    priority: 2,
    multi: true,
    overall_state: 'OK',
    created: '2026-01-01T00:00:00.000Z',
    creator: { email: 'someone@example.com' },
    restricted_roles: null,
    options: {
      thresholds: { critical: 90, warning: 80.5, critical_recovery: 85 },
      notify_no_data: true,
      no_data_timeframe: 20,
      new_group_delay: 300,
      evaluation_delay: 60,
      renotify_interval: 30,
      renotify_occurrences: 3,
      renotify_statuses: ['no data', 'alert'],
      escalation_message: 'Still high.',
      timeout_h: 4,
      require_full_window: true,
      include_tags: false,
      notify_audit: true,
      notify_by: ['host'],
      notification_preset_name: 'hide_query',
      locked: false,
      silenced: {},
    },
  },
  'a metric monitor with defaults only': {
    name: 'Queue is long',
    type: 'metric alert',
    query: 'max(last_10m):max:queue.length{*} >= 100',
    message: '',
    options: {
      thresholds: { critical: 100 },
      on_missing_data: 'show_no_data',
      timeout_h: null,
      renotify_interval: '0',
    },
  },
  'a monitor that notifies about missing data without a time frame': {
    name: 'Agent is silent',
    type: 'metric alert',
    query: 'avg(last_5m):avg:agent.running{*} < 1',
    message: 'x',
    options: { notify_no_data: true, no_data_timeframe: null },
  },
  'a monitor without a delay for new groups': {
    name: 'Pods restart',
    type: 'query alert',
    query: 'change(sum(last_5m),last_5m):sum:kubernetes.containers.restarts{*} by {pod_name} > 5',
    message: 'x',
    options: { new_group_delay: 0, new_host_delay: 300, thresholds: { critical: 5 } },
  },
  'an anomaly monitor': {
    name: 'Requests are unusual',
    type: 'query alert',
    query: "avg(last_4h):anomalies(avg:web.requests{*}, 'basic', 2, direction='both', interval=60) >= 1",
    message: 'x',
    options: {
      thresholds: { critical: 1, critical_recovery: 0 },
      threshold_windows: { trigger_window: 'last_15m', recovery_window: 'last_15m' },
    },
  },
  'a cumulative monitor': {
    name: 'Cost of the month',
    type: 'metric alert',
    query: 'sum(current_1mo):sum:cost{*} > 1000',
    message: 'x',
    options: { scheduling_options: { evaluation_window: { day_starts: '04:00', month_starts: 1 } } },
  },
  'a cumulative monitor with an hourly window': {
    name: 'Jobs of the hour',
    type: 'metric alert',
    query: 'sum(current_1h):sum:jobs{*} > 1000',
    message: 'x',
    options: { scheduling_options: { evaluation_window: { hour_starts: 0 } } },
  },
  'a monitor with a custom schedule': {
    name: 'Daily report',
    type: 'metric alert',
    query: 'avg(last_1h):avg:reports{*} < 1',
    message: 'x',
    options: {
      scheduling_options: {
        custom_schedule: { recurrences: [{ rrule: 'FREQ=DAILY;INTERVAL=1', timezone: 'Asia/Tokyo' }] },
      },
    },
  },
  'a log monitor': {
    name: 'Errors',
    type: 'log alert',
    query: 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10',
    message: 'x',
    options: {
      enable_logs_sample: true,
      groupby_simple_monitor: true,
      group_retention_duration: '2d',
      thresholds: { critical: 10 },
    },
  },
  'a formula over events': {
    name: 'Crashes',
    type: 'rum alert',
    query: 'formula("a / b").last("5m") > 0.1',
    message: 'x',
    options: {
      variables: ['a', 'b'].map((name) => ({
        data_source: 'rum',
        name,
        indexes: ['*'],
        search: { query: name === 'a' ? '@type:error' : '' },
        compute: { aggregation: 'count' },
        group_by: [{ facet: '@view', limit: 10, sort: { aggregation: 'count', order: 'desc' } }],
      })),
    },
  },
  'a formula over costs': {
    name: 'Cost rises',
    type: 'cost alert',
    query: 'formula("a").last("7d").anomaly(direction="above") > 10',
    message: 'x',
    options: { variables: [{ aggregator: 'sum', data_source: 'cloud_cost', name: 'a', query: 'sum:aws.cost.net{*}' }] },
  },
  'a service check': {
    name: 'Agent is down',
    type: 'service check',
    query: '"datadog.agent.up".over("*").by("host").last(4).count_by_status()',
    message: 'x',
    options: { thresholds: { critical: 3, warning: 1, ok: 2, unknown: 1 } },
  },
  'a composite': { name: 'Both', type: 'composite', query: '101 && !102', message: 'x', options: {} },
  'an SLO alert': {
    name: 'Budget',
    type: 'slo alert',
    query: 'error_budget("0123").over("30d") > 75',
    message: 'x',
    options: { thresholds: { critical: 75 } },
  },
};

/** JSON of monitors that `datadog_monitor` cannot express, each with the path of the attribute that prevents it. */
export const inexpressibleMonitors: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['options.avalanche_window', { options: { avalanche_window: 10 } }],
  ['options.thresholds.comparison', { options: { thresholds: { critical: 1, comparison: '>' } } }],
  [
    'options.scheduling_options.evaluation_window.timezone',
    { options: { scheduling_options: { evaluation_window: { hour_starts: 0, timezone: 'Asia/Tokyo' } } } },
  ],
  ['options.variables.storage', { type: 'log alert', options: { variables: [eventQuery({ storage: 'hot' })] } }],
  ['options.enable_logs_sample', { options: { enable_logs_sample: true } }],
  ['options.renotify_statuses', { options: { renotify_statuses: ['sometimes'] } }],
  ['options.on_missing_data', { options: { on_missing_data: 'resolve', notify_no_data: true } }],
  ['type', { type: 'data-jobs alert' }],
  ['restriction_policy', { restriction_policy: { bindings: [], name: 'x' } }],
  ['options.timeout_h', { options: { timeout_h: 1.5 } }],
].map(([path, change]) => [
  String(path),
  { name: 'x', type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x', ...Object(change) },
]);

function eventQuery(more: Readonly<Record<string, unknown>>) {
  return { data_source: 'logs', name: 'a', search: { query: '' }, compute: { aggregation: 'count' }, ...more };
}
