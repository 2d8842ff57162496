import type { ServiceRows } from '../service';

/**
 * Metrics of fleet provisioning. Datadog's AWS IoT page omits them, but the integration collects all metrics in a namespace.
 * AWS sends each `…Failed` metric for every request: 1 if the request failed, otherwise 0.
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

/** Metrics of just-in-time provisioning, which have no dimensions. */
export const iotJustInTime: ServiceRows = {
  ...iotProvisioning,
  tags: [],
  rows: { 'count error': 'provision_thing_client_error', count: 'provision_thing_success' },
};
