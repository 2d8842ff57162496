import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, DataDog/datadog 4 */
export const datadog: KnownChanges = {
  dangers: [
    changed(
      'datadog_monitor.errors',
      'the monitor no longer pages the on-call engineer',
      {
        name: 'Checkout error rate',
        type: 'query alert',
        message: 'Error rate of checkout is high. @pagerduty-checkout @slack-checkout-alerts',
        query: 'sum(last_5m):sum:trace.http.request.errors{service:checkout}.as_count() > 50',
      },
      {
        name: 'Checkout error rate',
        type: 'query alert',
        message: 'Error rate of checkout is high. @slack-checkout-alerts',
        query: 'sum(last_5m):sum:trace.http.request.errors{service:checkout}.as_count() > 50',
      },
    ),
    changed(
      'datadog_monitor.disk',
      'the monitor alerts only when the disk is almost full',
      {
        name: 'Disk usage',
        type: 'metric alert',
        message: 'Disk is filling up. @pagerduty-platform',
        query: 'avg(last_5m):avg:system.disk.in_use{env:prod} by {host} > 0.8',
        monitor_thresholds: [{ critical: '0.8', warning: '0.7' }],
      },
      {
        name: 'Disk usage',
        type: 'metric alert',
        message: 'Disk is filling up. @pagerduty-platform',
        query: 'avg(last_5m):avg:system.disk.in_use{env:prod} by {host} > 0.98',
        monitor_thresholds: [{ critical: '0.98', warning: '0.95' }],
      },
    ),
    removed('datadog_monitor.replication', 'no one notices when the replica falls behind', {
      name: 'Replication lag',
      type: 'metric alert',
      message: 'Replica is behind. @pagerduty-database',
      query: 'avg(last_10m):max:aws.rds.replica_lag{env:prod} > 60',
      priority: '1',
    }),
    made('datadog_downtime_schedule', 'all monitors are muted forever', {
      scope: '*',
      display_timezone: 'UTC',
      message: 'too much noise',
      monitor_identifier: { monitor_id: null, monitor_tags: ['*'] },
      one_time_schedule: { start: null, end: null },
      recurring_schedule: null,
    }),
    changed(
      'datadog_logs_index',
      'error logs are not indexed',
      {
        name: 'production',
        retention_days: 15,
        filter: [{ query: 'env:prod' }],
        exclusion_filter: [],
      },
      {
        name: 'production',
        retention_days: 15,
        filter: [{ query: 'env:prod' }],
        exclusion_filter: [
          {
            name: 'save money',
            is_enabled: true,
            filter: [{ query: 'service:*', sample_rate: 1, sample_attribute: '' }],
          },
        ],
      },
    ),
    removed('datadog_logs_archive', 'logs are not archived', {
      name: 'compliance',
      query: '*',
      include_tags: true,
      s3_archive: [
        { bucket: 'acme-log-archive', path: '/datadog', account_id: '123456789012', role_name: 'DatadogArchive' },
      ],
    }),
    changed(
      'datadog_ip_allowlist',
      'the organization can be used from every address',
      { enabled: true, entry: [{ cidr_block: '198.51.100.0/24', note: 'office' }] },
      { enabled: false, entry: [{ cidr_block: '198.51.100.0/24', note: 'office' }] },
    ),
    changed(
      'datadog_logs_restriction_query',
      'the role may read the logs of all teams',
      { restriction_query: 'team:payments env:prod', role_ids: ['a1b2c3d4-0000-4000-8000-00000000000a'] },
      { restriction_query: '*', role_ids: ['a1b2c3d4-0000-4000-8000-00000000000a'] },
    ),
    changed(
      'datadog_security_monitoring_rule',
      'logins by brute force are not detected',
      { name: 'Brute force on the login', message: 'Many failed logins @slack-security', enabled: true },
      { name: 'Brute force on the login', message: 'Many failed logins @slack-security', enabled: false },
    ),
    changed(
      'datadog_synthetics_test',
      'the uptime of the shop is not checked',
      {
        name: 'Shop is up',
        type: 'api',
        subtype: 'http',
        status: 'live',
        message: 'The shop is down. @pagerduty-shop',
        locations: ['aws:eu-central-1', 'aws:us-east-1'],
      },
      {
        name: 'Shop is up',
        type: 'api',
        subtype: 'http',
        status: 'paused',
        message: 'The shop is down. @pagerduty-shop',
        locations: ['aws:eu-central-1', 'aws:us-east-1'],
      },
    ),
    changed(
      'datadog_organization_settings',
      'users may sign in without single sign-on',
      {
        name: 'Acme',
        settings: [
          {
            private_widget_share: false,
            saml: [{ enabled: true }],
            saml_autocreate_users_domains: [{ domains: ['example.com'], enabled: true }],
            saml_idp_initiated_login: [{ enabled: false }],
            saml_strict_mode: [{ enabled: true }],
          },
        ],
      },
      {
        name: 'Acme',
        settings: [
          {
            private_widget_share: false,
            saml: [{ enabled: true }],
            saml_autocreate_users_domains: [{ domains: ['example.com'], enabled: true }],
            saml_idp_initiated_login: [{ enabled: false }],
            saml_strict_mode: [{ enabled: false }],
          },
        ],
      },
    ),
    changed(
      'datadog_sensitive_data_scanner_rule',
      'card numbers in logs are not masked',
      {
        name: 'Credit cards',
        group_id: 'a1b2c3d4-0000-4000-8000-000000000001',
        is_enabled: true,
        text_replacement: [{ type: 'replacement_string', replacement_string: '[card]', number_of_chars: 0 }],
      },
      {
        name: 'Credit cards',
        group_id: 'a1b2c3d4-0000-4000-8000-000000000001',
        is_enabled: false,
        text_replacement: [{ type: 'replacement_string', replacement_string: '[card]', number_of_chars: 0 }],
      },
    ),
  ],
  harmless: [
    changed(
      'datadog_monitor',
      'the message links to the runbook and the tags change',
      {
        name: 'Latency of checkout',
        type: 'query alert',
        message: 'Checkout is slow. @pagerduty-checkout',
        query: 'avg(last_5m):p95:trace.http.request{service:checkout} > 2',
        tags: ['service:checkout', 'team:payments'],
      },
      {
        name: 'Latency of checkout is high',
        type: 'query alert',
        message:
          'Checkout is slow, see https://runbooks.example.com/checkout. @pagerduty-checkout @slack-checkout-alerts',
        query: 'avg(last_5m):p95:trace.http.request{service:checkout} > 2',
        tags: ['env:prod', 'team:payments', 'service:checkout'],
      },
    ),
    removed('datadog_downtime_schedule', 'monitors are no longer muted', {
      scope: 'env:prod',
      message: 'migration',
      monitor_identifier: { monitor_id: null, monitor_tags: ['*'] },
      one_time_schedule: { start: '2025-05-01T00:00:00Z', end: null },
    }),
    changed(
      'datadog_ip_allowlist',
      'the organization can no longer be used from every address',
      {
        enabled: true,
        entry: [
          { cidr_block: '0.0.0.0/0', note: 'temporary' },
          { cidr_block: '198.51.100.0/24', note: 'office' },
        ],
      },
      { enabled: true, entry: [{ cidr_block: '198.51.100.0/24', note: 'office in Berlin' }] },
    ),
    changed(
      'datadog_logs_index',
      'logs are kept longer and the daily limit is higher',
      { name: 'production', filter: [{ query: 'env:prod' }], retention_days: 15, daily_limit: 200000000 },
      { name: 'production', filter: [{ query: 'env:prod' }], retention_days: 30, daily_limit: 400000000 },
    ),
    changed(
      'datadog_synthetics_test',
      'the test runs more often and from more places',
      {
        name: 'Shop is up',
        type: 'api',
        status: 'live',
        locations: ['aws:eu-central-1'],
        options_list: [{ tick_every: 900, min_location_failed: 1 }],
      },
      {
        name: 'Shop is up',
        type: 'api',
        status: 'live',
        locations: ['aws:us-east-1', 'aws:eu-central-1'],
        options_list: [{ tick_every: 300, min_location_failed: 1 }],
      },
    ),
  ],
};
