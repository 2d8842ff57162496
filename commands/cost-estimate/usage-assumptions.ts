/** Assumptions about the usage of the fleet, which is neither declared nor measured. docs/cost.md lists them. */
export const usageAssumptions = {
  /** One device in five is also a light, as in `npm run fleet`. */
  lights: 0.2,
  switchedADay: 10,
  commandsADay: 2,
  /** Messages about the progress of a command: accepted, asked, acknowledged, ended. */
  newsACommand: 4,
  connectsADay: 1,
  /** Share of measurements of 60 °C and more. */
  hotShare: 0.0001,
  requestsADay: 10,
  /** One device in twenty has a live page that is open an hour a day. */
  pages: 0.05,
  pageMinutesADay: 60,
  pageMessagesADay: 30,
  /** Share of devices replaced per month, and the registry operations for each. */
  replaced: 0.01,
  registryOperations: 8,
  /** Certificates are rotated once a year. */
  rotations: 1 / 12,
  peak: 2,
  failing: 0.0001,
  alertsADay: 5,
  /** Days of accumulated items in tables without expiry. */
  keptDays: 365,
  gzip: 0.15,
  /** Datadog polls every 10 minutes (D/integrations/guide/cloud-metric-delay). */
  pollsAnHour: 6,
} as const;
