export { callLocation } from '../stack/call-location';
export {
  type DatadogMonitor,
  type DatadogMonitorProps,
  datadogMonitor,
  describeDatadogMonitor,
  simulateDatadogMonitor,
} from './datadog-monitor';
export {
  auditAlert,
  ciPipelinesAlert,
  ciTestsAlert,
  composite,
  type DeclaredMonitor,
  errorTrackingAlert,
  eventAlert,
  logAlert,
  metricAlert,
  rumAlert,
  serviceCheck,
  sloAlert,
  traceAnalyticsAlert,
} from './declare';
export { definitionOf } from './definition';
export { type DeclaredSlo, type MetricSlo, metricSlo } from './metric-slo';
export type { Datadog, MonitoredEnvironment, Monitoring, Step } from './monitoring';
export {
  type DeclaredDowntime,
  type DeclaredNotificationRule,
  type DeclaredTeam,
  downtime,
  notificationRule,
  team,
} from './notifications';
export { membersOf } from './references';
export {
  defaultSeverities,
  type Severities,
  type Severity,
  type SeverityBehavior,
  type WorkingHours,
} from './severities';
export { type SimulatedRun, simulated } from './simulate-declared';
