/**
 * Resource types that select other resources, such as monitors by their tags. A parsed plan keeps unchanged resources only if
 * they have one of these types.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
]);
