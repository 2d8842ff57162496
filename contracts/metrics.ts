/** CloudWatch namespace of the metrics that the platform's functions emit themselves (EMF log lines). */
export const metricNamespace = 'himeshima';

/**
 * The platform's own metrics. CloudWatch knows one as `himeshima` / `DevicePoweredOn`, Datadog's AWS integration
 * collects it as `himeshima.device_powered_on` (D/integrations/amazon_web_services, custom namespaces).
 */
export const ownMetrics = {
  devicePoweredOn: {
    cloudwatch: 'DevicePoweredOn',
    datadog: `${metricNamespace}.device_powered_on`,
    kind: 'count',
    tags: ['service'],
  },
  /** A report that the table has, whether it was new to it or not. */
  powerReportStored: {
    cloudwatch: 'PowerReportStored',
    datadog: `${metricNamespace}.power_report_stored`,
    kind: 'count',
    tags: ['service'],
  },
  /** Of those, the ones that had it within `storedWithinMs` of the moment at which AWS IoT took them. */
  powerReportStoredInTime: {
    cloudwatch: 'PowerReportStoredInTime',
    datadog: `${metricNamespace}.power_report_stored_in_time`,
    kind: 'count',
    tags: ['service'],
  },
  /** A measurement that the table has, whether it was new to it or not. */
  telemetryStored: {
    cloudwatch: 'TelemetryStored',
    datadog: `${metricNamespace}.telemetry_stored`,
    kind: 'count',
    tags: ['service'],
  },
  /** A command that has ended, but for those that were called off or never begun. */
  commandEnded: {
    cloudwatch: 'CommandEnded',
    datadog: `${metricNamespace}.command_ended`,
    kind: 'count',
    tags: ['service'],
  },
  /** Of those, the ones that their device has obeyed in time. */
  commandSucceeded: {
    cloudwatch: 'CommandSucceeded',
    datadog: `${metricNamespace}.command_succeeded`,
    kind: 'count',
    tags: ['service'],
  },
  /** A request of the API that the function has answered, whatever the answer. */
  apiAnswered: {
    cloudwatch: 'ApiAnswered',
    datadog: `${metricNamespace}.api_answered`,
    kind: 'count',
    tags: ['service'],
  },
  /** Of those, the ones that took no longer than `answeredWithinMs`. */
  apiAnsweredInTime: {
    cloudwatch: 'ApiAnsweredInTime',
    datadog: `${metricNamespace}.api_answered_in_time`,
    kind: 'count',
    tags: ['service'],
  },
  /** A message that API Gateway has taken for a page. */
  livePushed: {
    cloudwatch: 'LivePushed',
    datadog: `${metricNamespace}.live_pushed`,
    kind: 'count',
    tags: ['service'],
  },
  /** One that it has not, in time or at all, though the page is there. */
  livePushFailed: {
    cloudwatch: 'LivePushFailed',
    datadog: `${metricNamespace}.live_push_failed`,
    kind: 'count',
    tags: ['service'],
  },
} as const;

/** What the SLO `api_answered_within_300ms` promises. */
export const answeredWithinMs = 300;

/** What the SLO `message_stored_within_60s` promises. */
export const storedWithinMs = 60_000;
