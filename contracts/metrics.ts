/** CloudWatch namespace of the metrics that the functions emit (EMF log lines). */
export const metricNamespace = 'himeshima';

/**
 * Metrics of the platform. `himeshima` / `DevicePoweredOn` in CloudWatch is `himeshima.device_powered_on` in Datadog
 * (docs.datadoghq.com/integrations/amazon_web_services, custom namespaces).
 */
export const ownMetrics = {
  devicePoweredOn: {
    cloudwatch: 'DevicePoweredOn',
    datadog: `${metricNamespace}.device_powered_on`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of stored power reports, including duplicates. */
  powerReportStored: {
    cloudwatch: 'PowerReportStored',
    datadog: `${metricNamespace}.power_report_stored`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of power reports that were stored within `storedWithinMs` after AWS IoT received them. */
  powerReportStoredInTime: {
    cloudwatch: 'PowerReportStoredInTime',
    datadog: `${metricNamespace}.power_report_stored_in_time`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of stored measurements, including duplicates. */
  telemetryStored: {
    cloudwatch: 'TelemetryStored',
    datadog: `${metricNamespace}.telemetry_stored`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of finished commands, except commands that were cancelled or never sent. */
  commandEnded: {
    cloudwatch: 'CommandEnded',
    datadog: `${metricNamespace}.command_ended`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of commands that were executed before they expired. */
  commandSucceeded: {
    cloudwatch: 'CommandSucceeded',
    datadog: `${metricNamespace}.command_succeeded`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of API requests that the function answered, with any status. */
  apiAnswered: {
    cloudwatch: 'ApiAnswered',
    datadog: `${metricNamespace}.api_answered`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of API requests that were answered within `answeredWithinMs`. */
  apiAnsweredInTime: {
    cloudwatch: 'ApiAnsweredInTime',
    datadog: `${metricNamespace}.api_answered_in_time`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of pushes that API Gateway accepted. */
  livePushed: {
    cloudwatch: 'LivePushed',
    datadog: `${metricNamespace}.live_pushed`,
    kind: 'count',
    tags: ['service'],
  },
  /** Number of pushes that timed out or failed while the connection was open. */
  livePushFailed: {
    cloudwatch: 'LivePushFailed',
    datadog: `${metricNamespace}.live_push_failed`,
    kind: 'count',
    tags: ['service'],
  },
} as const;

/** Latency threshold of the SLO `api_answered_within_300ms`. */
export const answeredWithinMs = 300;

/** Latency threshold of the SLO `message_stored_within_60s`. */
export const storedWithinMs = 60_000;
