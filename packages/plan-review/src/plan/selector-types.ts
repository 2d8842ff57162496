/**
 * Resource types that select other resources. For example, notification rules select monitors by tag. `readPlan` reads
 * the values of unchanged resources only if they have one of these types.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
]);
