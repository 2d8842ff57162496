import type { ServiceRows } from '../service';

export const s3: ServiceRows = {
  namespace: 'aws.s3',
  cloudWatch: 'AWS/S3',
  tags: ['bucketname', 'filterid', 'storagetype'],
  source: 'DataDog/documentation, integrations/amazon-s3.md, commit 7afa913, read 2026-11-24',
  rows: {
    count: `
      4xx_errors 5xx_errors all_requests delete_requests get_requests head_requests list_requests post_requests
      put_requests`,
    'gauge byte': 'bucket_size_bytes bytes_pending_replication',
    'count byte': 'bytes_downloaded bytes_uploaded',
    'gauge millisecond': `
      first_byte_latency+maximum+minimum+p50+p90+p95+p99+p99.99
      total_request_latency+maximum+minimum+p50+p90+p95+p99+p99.99`,
    gauge: 'number_of_objects',
    'gauge operation': 'operations_failed_replication operations_pending_replication',
    'count operation': 'operations_failed_replication.sum operations_failed_replication.samplecount',
    'gauge second': 'replication_latency',
  },
};
