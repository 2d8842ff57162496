/**
 * Types of resources that select other resources, as a notification rule selects monitors by their tags. When a plan is parsed,
 * unchanged resources are dropped unless they have one of these types.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
]);
