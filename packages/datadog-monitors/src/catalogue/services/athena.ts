import type { ServiceRows } from '../service';

// These are CloudWatch names in the integration's spelling, because Datadog's page mentions only total_execution_time.
export const athena: ServiceRows = {
  namespace: 'aws.athena',
  cloudWatch: 'AWS/Athena',
  tags: ['querystate', 'querytype', 'workgroup'],
  source:
    'Athena user guide, "List of CloudWatch metrics and dimensions for Athena"; Datadog, integration page of Amazon Athena (Spanish edition), read 2026-11-25',
  rows: {
    'gauge millisecond': `
      engine_execution_time query_planning_time query_queue_time service_preprocessing_time service_processing_time
      total_execution_time`,
    'gauge byte': 'processed_bytes',
  },
};
