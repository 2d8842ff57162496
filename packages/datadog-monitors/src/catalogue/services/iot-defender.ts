import type { ServiceRows } from '../service';

/**
 * Metrics of Device Defender Detect. Datadog's AWS IoT page omits them, but the integration collects all metrics in a
 * namespace.
 */
export const iotDefender: ServiceRows = {
  namespace: 'aws.iot',
  cloudWatch: 'AWS/IoT',
  tags: ['securityprofilename', 'behaviorname'],
  source: 'awsdocs/aws-iot-docs, metrics_dimensions.md, "Device Defender detect metrics", read 2026-11-24',
  rows: { count: 'violations violations_cleared violations_invalidated' },
};
