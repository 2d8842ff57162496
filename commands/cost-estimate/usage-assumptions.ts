/** Assumptions about fleet usage that is neither declared nor measured. docs/cost.md lists them. */
export const usageAssumptions = {
  /** Share of devices that are also lights: one in five, as in `npm run fleet`. */
  lights: 0.2,
  switchedADay: 10,
  commandsADay: 2,
  /** Number of messages about a command's progress: accepted, sent to the device, acknowledged, finished. */
  newsACommand: 4,
  connectsADay: 1,
  /** Share of measurements that are 60 °C or more. */
  hotShare: 0.0001,
  requestsADay: 10,
  /** Share of devices that a live-updates page shows for an hour a day: one in twenty. */
  pages: 0.05,
  pageMinutesADay: 60,
  pageMessagesADay: 30,
  /** Share of devices that are replaced per month, and registry operations for each of them. */
  replaced: 0.01,
  registryOperations: 8,
  /** Certificate rotations per device per month, based on one rotation a year. */
  rotations: 1 / 12,
  peak: 2,
  failing: 0.0001,
  alertsADay: 5,
  /** Number of days for which items have accumulated in tables without expiry. */
  keptDays: 365,
  gzip: 0.15,
  /** Number of polls by Datadog per hour: one every 10 minutes (docs.datadoghq.com/integrations/guide/cloud-metric-delay). */
  pollsAnHour: 6,
} as const;
