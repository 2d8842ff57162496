import type { ServiceRows } from '../service';

export const dynamodb: ServiceRows = {
  namespace: 'aws.dynamodb',
  cloudWatch: 'AWS/DynamoDB',
  tags: ['tablename', 'operation', 'globalsecondaryindexname', 'streamlabel'],
  source: 'Datadog, integration page of Amazon DynamoDB (Japanese edition), read 2026-11-24',
  rows: {
    'count read': 'account_max_reads account_max_table_level_reads read_throttle_events',
    'count write': 'account_max_table_level_writes account_max_writes write_throttle_events',
    'gauge percent': `
      account_provisioned_read_capacity_utilization account_provisioned_write_capacity_utilization
      online_index_percentage_progress`,
    'count request': `
      conditional_check_failed_requests successful_request_latency.samplecount system_errors throttled_requests
      transaction_conflict user_errors`,
    'gauge unit': `
      consumed_read_capacity_units consumed_write_capacity_units max_provisioned_table_read_capacity_utilization
      max_provisioned_table_write_capacity_utilization online_index_consumed_write_capacity
      provisioned_read_capacity_units provisioned_write_capacity_units`,
    'gauge event': 'online_index_throttle_events',
    'count unit': 'pending_replication_count',
    'gauge millisecond': 'replication_latency successful_request_latency+maximum+minimum',
    'gauge byte': 'returned_bytes global_secondary_indexes.index_size_bytes table_size',
    'gauge item': 'returned_item_count+maximum+minimum global_secondary_indexes.item_count item_count',
    'count item': `
      returned_item_count.samplecount returned_item_count.sum returned_records_count time_to_live_deleted_item_count`,
  },
};
