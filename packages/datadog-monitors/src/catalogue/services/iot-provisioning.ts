import type { ServiceRows } from '../service';

/**
 * Fleet provisioning. Datadog's page of AWS IoT leaves these out; the integration collects a namespace whole, and names
 * its metrics as all others. AWS sends each `…Failed` for every request: 1 where it failed, 0 where it did not.
 */
export const iotProvisioning: ServiceRows = {
  namespace: 'aws.iot',
  cloudWatch: 'AWS/IoT',
  tags: ['templatename', 'claimcertificateid'],
  source: 'awsdocs/aws-iot-docs, metrics_dimensions.md, "Device provisioning metrics", commit 0361377, read 2026-11-24',
  rows: {
    'count error': 'create_certificate_from_csr_failed create_keys_and_certificate_failed register_thing_failed',
    count: 'approximate_number_of_things_registered',
  },
};
