/**
 * Resource types that select other resources, such as notification rules, which select monitors by tag. The parser drops
 * unchanged resources unless they have one of these types.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
]);
