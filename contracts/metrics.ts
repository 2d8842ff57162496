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
} as const;
