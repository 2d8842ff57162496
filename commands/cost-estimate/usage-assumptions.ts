/** Assumptions about the usage of the fleet, which is neither declared nor measured. docs/cost.md lists them. */
export const usageAssumptions = {
  /** One device in five is also a light, as in `npm run fleet`. */
  lights: 0.2,
  switchedADay: 10,
  commandsADay: 2,
  /** Messages about a command's progress: it was accepted, sent to the device, acknowledged, and ended. */
  newsACommand: 4,
  connectsADay: 1,
  /** Share of measurements that are 60 °C or more. */
  hotShare: 0.0001,
  requestsADay: 10,
  /** For one device in twenty, a live-updates page is open for an hour a day. */
  pages: 0.05,
  pageMinutesADay: 60,
  pageMessagesADay: 30,
  /** Share of devices replaced per month, and the registry operations for each replaced device. */
  replaced: 0.01,
  registryOperations: 8,
  /** Certificates are rotated once a year. */
  rotations: 1 / 12,
  peak: 2,
  failing: 0.0001,
  alertsADay: 5,
  /** Number of days for which items have accumulated in tables without expiry. */
  keptDays: 365,
  gzip: 0.15,
  /** Datadog polls every 10 minutes (D/integrations/guide/cloud-metric-delay). */
  pollsAnHour: 6,
} as const;
