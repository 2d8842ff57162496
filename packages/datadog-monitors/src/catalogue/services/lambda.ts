import type { ServiceRows } from '../service';

export const lambda: ServiceRows = {
  namespace: 'aws.lambda',
  cloudWatch: 'AWS/Lambda',
  tags: ['functionname', 'resource', 'executedversion', 'memorysize', 'runtime'],
  source: 'DataDog/documentation, integrations/amazon_lambda.md, commit 26cb6bc, read 2026-11-24',
  rows: {
    'gauge millisecond': `
      async_event_age+maximum+minimum+sum
      duration+maximum+minimum+p50+p80+p95+p99+p99.9+sum
      enhanced.cpu_system_time enhanced.cpu_total_time enhanced.cpu_user_time
      enhanced.post_runtime_duration enhanced.response_duration enhanced.response_latency enhanced.runtime_duration
      enhanced.time_to_first_byte
      iterator_age+maximum+minimum+sum
      post_runtime_extensions_duration+maximum+minimum+p50+p99+sum
      url_request_latency+maximum`,
    'count event': `
      async_events_dropped async_events_received deleted_event_count dropped_event_count failed_invoke_event_count
      filtered_out_event_count invoked_event_count on_failure_destination_delivered_event_count polled_event_count`,
    'count invocation': `
      claimed_account_concurrency enhanced.invocations invocations provisioned_concurrency_invocations
      provisioned_concurrency_spillover_invocations recursive_invocations_dropped`,
    'gauge execution': `
      concurrent_executions+maximum+minimum+sum concurrent_executions_global+maximum+minimum+sum
      provisioned_concurrent_executions+maximum+minimum unreserved_concurrent_executions`,
    'count error': `
      dead_letter_errors enhanced.errors enhanced.out_of_memory errors signature_validation_errors url_4xx_count
      url_5xx_count`,
    count: 'destination_delivery_failures',
    'gauge second': 'enhanced.billed_duration enhanced.duration enhanced.init_duration timeout',
    'gauge percent': `
      enhanced.cpu_max_utilization enhanced.cpu_min_utilization enhanced.cpu_total_utilization_pct
      provisioned_concurrency_utilization+maximum+minimum`,
    'gauge core': 'enhanced.cpu_total_utilization enhanced.num_cores',
    'gauge dollar': 'enhanced.estimated_cost',
    'gauge mebibyte': 'enhanced.max_memory_used enhanced.memorysize memorysize',
    'gauge byte': `
      enhanced.produced_bytes enhanced.rx_bytes enhanced.tmp_max enhanced.tmp_used enhanced.total_network
      enhanced.tx_bytes streamed_outbound_bytes`,
    'count timeout': 'enhanced.timeouts',
    'rate byte': 'streamed_outbound_throughput',
    'count throttle': 'throttles',
    'count request': 'url_request_count',
  },
};
