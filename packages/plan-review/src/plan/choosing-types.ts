/**
 * Types of which a plan keeps also what stays as it is: they choose others by what these say of themselves, such as monitors by
 * their tags. Of everything else what stays is not looked at.
 */
export const choosingTypes: ReadonlySet<string> = new Set([
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
]);
