import { changed, type KnownChanges, made, removed } from './known-change';

const monitor = (query: string, more: object = {}) => ({
  type: 'query alert',
  query,
  message: 'High load @pagerduty-ops',
  require_full_window: false,
  ...more,
});
const load = (limit: number) => monitor(`avg(last_5m):avg:system.load.1{*} by {host} > ${limit}`);

/** Source: Terraform Registry, DataDog/datadog 3 */
export const datadog: KnownChanges = {
  dangers: [
    removed('datadog_monitor', 'no monitor alerts on the load', load(5)),
    changed('datadog_monitor', 'alerts at a higher load', load(5), load(50)),
    changed('datadog_monitor', 'notifies no one', load(5), { ...load(5), message: 'High load' }),
    changed(
      'datadog_monitor',
      'watches only one environment',
      load(5),
      monitor('avg(last_5m):avg:system.load.1{env:dev} by {host} > 5'),
    ),
    changed('datadog_monitor', 'alerts later', load(5), monitor('avg(last_4h):avg:system.load.1{*} by {host} > 5')),
    made('datadog_downtime_schedule', 'mutes every monitor', {
      scope: '*',
      monitor_identifier: [{ monitor_tags: ['*'] }],
      one_time_schedule: [],
    }),
    removed('datadog_service_level_objective', 'the service level objective is no longer measured', { type: 'metric' }),
    removed('datadog_synthetics_test', 'the endpoint is no longer tested', { status: 'live', type: 'api' }),
    changed('datadog_synthetics_test', 'the test is paused', { status: 'live' }, { status: 'paused' }),
    changed(
      'datadog_synthetics_test',
      'tests once a day',
      { options_list: [{ tick_every: 60 }] },
      { options_list: [{ tick_every: 86400 }] },
    ),
    removed('datadog_logs_archive', 'logs are no longer archived'),
    changed('datadog_logs_index', 'keeps logs for 3 days', { retention_days: 30 }, { retention_days: 3 }),
    changed('datadog_user', 'the user is disabled', { disabled: false }, { disabled: true }),
    removed('datadog_role', 'users with the role lose their rights'),
    removed('datadog_integration_pagerduty', 'no alert reaches PagerDuty'),
    removed('datadog_security_monitoring_rule', 'the threat is no longer detected', { enabled: true }),
  ],
  harmless: [
    changed('datadog_monitor', 'alerts at a lower load', load(50), load(5)),
    changed('datadog_monitor', 'tags change', { ...load(5), tags: ['a:1'] }, { ...load(5), tags: ['a:2'] }),
    changed('datadog_dashboard', 'the title changes', { title: 'a' }, { title: 'b' }),
    made('datadog_monitor', 'a new monitor', load(5)),
    changed('datadog_synthetics_test', 'the test runs again', { status: 'paused' }, { status: 'live' }),
    changed('datadog_logs_index', 'keeps logs longer', { retention_days: 7 }, { retention_days: 15 }),
  ],
};
