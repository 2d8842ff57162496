/** What nobody declares and nobody measures: how the fleet is used. docs/cost.md says the same in words. */
export const usageAssumptions = {
  /** One device in five is a light as well, as in `npm run fleet`. */
  lights: 0.2,
  switchedADay: 10,
  commandsADay: 2,
  /** What is told of one: accepted, asked, acknowledged, ended. */
  newsACommand: 4,
  connectsADay: 1,
  /** Of measurements, those of a room of 60 °C and more. */
  hotShare: 0.0001,
  requestsADay: 10,
  /** A page for one device in twenty is open an hour a day. */
  pages: 0.05,
  pageMinutesADay: 60,
  pageMessagesADay: 30,
  /** Devices that are replaced in a month, and what the registry is asked for one. */
  replaced: 0.01,
  registryOperations: 8,
  /** Certificates change once a year. */
  rotations: 1 / 12,
  peak: 2,
  failing: 0.0001,
  alertsADay: 5,
  /** Items of tables whose items never expire: what has come together in a year. */
  keptDays: 365,
  gzip: 0.15,
  /** Datadog asks every 10 minutes (D/integrations/guide/cloud-metric-delay). */
  pollsAnHour: 6,
} as const;
