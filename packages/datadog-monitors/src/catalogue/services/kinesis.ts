import type { ServiceRows } from '../service';

export const kinesis: ServiceRows = {
  namespace: 'aws.kinesis',
  cloudWatch: 'AWS/Kinesis',
  tags: ['streamname', 'name', 'state'],
  source: 'Datadog, integration page of Amazon Kinesis (Spanish edition), read 2026-11-24',
  rows: {
    'gauge byte': `
      get_records_bytes+maximum+minimum incoming_bytes outgoing_bytes put_record_bytes+maximum+minimum
      put_records_bytes+maximum+minimum subscribe_to_shard_event_bytes+maximum+minimum+sum`,
    'count byte': `
      get_records_bytes.sum incoming_bytes.sum outgoing_bytes.sum put_record_bytes.sum put_records_bytes.sum`,
    'gauge second': 'get_records_iterator_age+maximum',
    'gauge millisecond': `
      get_records_iterator_age_milliseconds+maximum get_records_latency+maximum
      iterator_age_milliseconds put_record_latency+maximum put_records_latency+maximum
      subscribe_to_shard_event_millis_behind_latest+maximum`,
    'gauge record': `
      get_records_records+maximum+minimum incoming_records.average outgoing_records.average
      put_records_failed_records+average+maximum+minimum put_records_records+maximum+minimum
      put_records_successful_records+average+maximum+minimum put_records_throttled_records+average+maximum+minimum
      put_records_total_records+average+maximum+minimum`,
    'count record': `
      get_records_records.sum incoming_records outgoing_records put_records_records.sum
      read_provisioned_throughput_exceeded+average+maximum+minimum subscribe_to_shard_event_records+maximum+minimum+sum
      subscribe_to_shard_rate_exceeded+average+maximum+minimum
      write_provisioned_throughput_exceeded+average+maximum+minimum`,
    'count event': `
      get_records_success+average put_record_success+average put_records_success+average
      subscribe_to_shard_event_success+average`,
    'gauge event': 'subscribe_to_shard_success+average',
  },
};
