import type { ServiceRows } from '../service';

/**
 * Device Defender's detection. Datadog's page of AWS IoT leaves these out; the integration collects a namespace whole, and
 * names its metrics as all others.
 */
export const iotDefender: ServiceRows = {
  namespace: 'aws.iot',
  cloudWatch: 'AWS/IoT',
  tags: ['securityprofilename', 'behaviorname'],
  source: 'awsdocs/aws-iot-docs, metrics_dimensions.md, "Device Defender detect metrics", read 2026-11-24',
  rows: { count: 'violations violations_cleared violations_invalidated' },
};
