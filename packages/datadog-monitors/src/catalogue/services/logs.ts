import type { ServiceRows } from '../service';

export const logs: ServiceRows = {
  namespace: 'aws.logs',
  cloudWatch: 'AWS/Logs',
  tags: ['loggroupname', 'destinationtype', 'filtername'],
  source:
    'Datadog, integration page of Amazon Web Services (Spanish edition), read 2026-11-24; tags inferred from CloudWatch dimensions in aws-cdk-lib',
  rows: {
    'count event': 'delivery_errors delivery_throttling forwarded_log_events incoming_log_events',
    'gauge byte': 'forwarded_bytes incoming_bytes',
  },
};
