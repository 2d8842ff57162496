import type { ServiceRows } from '../service';

// Datadog spells DeliveryToS3… as delivery_to_s_3….
export const firehose: ServiceRows = {
  namespace: 'aws.firehose',
  cloudWatch: 'AWS/Firehose',
  tags: ['deliverystreamname'],
  source: 'Datadog, integration page of Amazon Data Firehose (Spanish edition), read 2026-11-24',
  rows: {
    'count byte': `
      backup_to_s_3bytes data_read_from_kinesis_stream_bytes data_read_from_source_bytes+sum
      delivery_to_elasticsearch_bytes delivery_to_http_endpoint_bytes delivery_to_http_endpoint_processed_bytes
      delivery_to_redshift_bytes.sum delivery_to_s_3bytes.sum delivery_to_splunk_bytes.sum put_record_batch_bytes
      put_record_bytes`,
    'gauge byte': `
      delivery_to_redshift_bytes delivery_to_s_3bytes delivery_to_splunk_bytes incoming_bytes
      put_record_batch_bytes.average put_record_bytes.average`,
    'gauge second': `
      backup_to_s_3data_freshness delivery_to_http_endpoint_data_freshness delivery_to_s_3data_freshness
      delivery_to_splunk_data_ack_latency+maximum delivery_to_splunk_data_freshness+maximum`,
    'gauge fraction': `
      backup_to_s_3success delivery_to_elasticsearch_success delivery_to_http_endpoint_success
      delivery_to_redshift_success delivery_to_s_3success delivery_to_splunk_success+maximum+minimum`,
    'count fraction': 'delivery_to_http_endpoint_success.sum',
    count: `
      backup_to_s_3records backup_to_s_3success.sum bytes_per_second_limit data_read_from_kinesis_stream_records
      delivery_to_elasticsearch_records delivery_to_elasticsearch_success.sum
      delivery_to_http_endpoint_processed_records delivery_to_http_endpoint_records delivery_to_redshift_records
      delivery_to_redshift_success.sum delivery_to_s_3records delivery_to_s_3success.sum delivery_to_splunk_records
      describe_delivery_stream_requests incoming_put_requests incoming_records list_delivery_stream_requests
      list_delivery_streams_requests put_record_batch_records put_record_batch_requests put_record_requests
      put_requests_per_second_limit records_per_second_limit throttled_records update_delivery_stream_requests
      update_firehose_requests`,
    'count count': 'data_read_from_source_records+sum',
    gauge: `
      data_read_from_kinesis_stream_records.average delivery_to_http_endpoint_processed_records.average
      delivery_to_http_endpoint_records.average delivery_to_redshift_records.average delivery_to_s_3records.average
      delivery_to_splunk_records.average put_record_batch_records.average`,
    'gauge millisecond': `
      describe_delivery_stream_latency+maximum kinesis_millis_behind_latest+maximum
      list_delivery_stream_latency+maximum list_delivery_streams_latency+maximum put_record_batch_latency+maximum
      put_record_latency+maximum update_delivery_stream_latency+maximum update_firehose_latency+maximum`,
    'count millisecond': `
      kmskey_access_denied kmskey_disabled kmskey_invalid_state kmskey_not_found throttled_describe_stream
      throttled_get_records throttled_get_shard_iterator`,
  },
};
