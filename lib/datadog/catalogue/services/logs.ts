import type { ServiceRows } from '../service';

export const logs: ServiceRows = {
  namespace: 'aws.logs',
  tags: ['loggroupname', 'destinationtype', 'filtername'],
  source:
    'DataDog/documentation, integrations/amazon-web-services.md, read 2026-11-24; tags: CloudWatch Logs user guide',
  rows: {
    'count event': 'delivery_errors delivery_throttling forwarded_log_events incoming_log_events',
    'gauge byte': 'forwarded_bytes incoming_bytes',
  },
};
