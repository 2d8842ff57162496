/** AWS metrics that a local service emits, without `aws.`; a monitor on any other metric has no data. */
const emitted: Readonly<Record<string, string>> = {
  apigateway: `
    4xxerror 5xxerror client_error connect_count count execution_error integration_error latency latency.p99
    message_count`,
  athena: 'engine_execution_time total_execution_time',
  dynamodb: `
    conditional_check_failed_requests consumed_read_capacity_units consumed_write_capacity_units read_throttle_events
    returned_item_count successful_request_latency system_errors throttled_requests user_errors write_throttle_events`,
  events: 'failed_invocations invocations triggered_rules',
  firehose: `
    delivery_to_s_3bytes.sum delivery_to_s_3data_freshness delivery_to_s_3records delivery_to_s_3success incoming_bytes
    incoming_records throttled_records`,
  iot: `
    approximate_number_of_things_registered connect_auth_error connect_client_error connect_client_idthrottle connect_success connect_throttle
    connection_authn_error create_keys_and_certificate_failed
    delete_thing_shadow_accepted error_action_failure error_action_success failure get_thing_shadow_accepted
    parse_error publish_in_auth_error publish_in_client_error publish_in_success publish_in_throttle
    publish_out_throttle publish_retained_throttle register_thing_failed
    subscribe_auth_error subscribe_client_error success topic_match update_thing_shadow_accepted violations
    violations_cleared`,
  kinesis: `
    get_records_iterator_age_milliseconds.maximum incoming_bytes incoming_records read_provisioned_throughput_exceeded
    write_provisioned_throughput_exceeded`,
  lambda: `
    async_event_age async_event_age.maximum async_events_dropped async_events_received concurrent_executions
    concurrent_executions.maximum destination_delivery_failures duration duration.maximum errors invocations iterator_age
    iterator_age.maximum throttles`,
  logs: 'delivery_errors forwarded_log_events incoming_log_events',
  s3: `
    4xx_errors 5xx_errors all_requests delete_requests get_requests head_requests list_requests post_requests
    put_requests`,
  sns: 'number_of_messages_published number_of_notifications_failed',
  sqs: `
    approximate_age_of_oldest_message approximate_number_of_messages_not_visible approximate_number_of_messages_visible
    number_of_messages_deleted number_of_messages_received number_of_messages_sent`,
  states: 'executions_aborted executions_failed executions_started executions_succeeded executions_timed_out',
};

export const emittedMetrics: ReadonlySet<string> = new Set(
  Object.entries(emitted).flatMap(([service, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => `aws.${service}.${name}`),
  ),
);

/** Reasons why a metric is not emitted, although a monitor may well use it. */
const reasons: Readonly<Record<string, string>> = {
  'aws.iot.rule_message_throttled': 'rules have no throttling',
  'aws.logs.delivery_throttling': 'subscriptions are not throttled; a delivery succeeds or fails',
  'aws.states.execution_throttled': 'workflows have no quotas',
};

/**
 * Returns an object if an AWS metric is never emitted locally, with the reason if one is known. Custom metrics of
 * functions are not covered.
 */
export function findMissingMetric(metric: string): { reason: string | undefined } | undefined {
  if (!metric.startsWith('aws.') || emittedMetrics.has(metric)) return undefined;
  return { reason: reasons[metric] };
}
