/** Metric that a monitor must watch. */
export interface MonitoredMetric {
  /** Names of equivalent metrics in Datadog. A monitor must watch at least one of them. */
  readonly anyOf: readonly string[];
  /**
   * Resource attribute that must be set for the metric to be relevant.
   * @defaultValue the metric is always relevant
   */
  readonly ifSet?: string;
}

/** Tag that distinguishes the resources of a type in Datadog. */
export interface NameTag {
  readonly tag: string;
  /** Path of the attribute that contains the physical name, or a reference to the named resource. */
  readonly path: string;
  /** Type and name attribute of the resource that `path` refers to, if it is another resource. */
  readonly of?: { readonly type: string; readonly name: string };
  /**
   * Whether the value of the tag is an ARN that ends with the name.
   * @defaultValue false
   */
  readonly isArn?: boolean;
}

/** Metrics of a resource type. */
export interface MonitoredType {
  readonly metrics: readonly (string | MonitoredMetric)[];
  /**
   * Tags that identify a resource. All other tags in a scope are unknown and do not exclude any resource.
   * @defaultValue none
   */
  readonly names?: readonly NameTag[];
}

const ofFunction: readonly NameTag[] = [
  { tag: 'functionname', path: 'function_name', of: { type: 'aws_lambda_function', name: 'function_name' } },
];

const nameTag = (tag: string, path = 'name'): readonly NameTag[] => [{ tag, path }];

/** Most important metrics by resource type. The CloudFormation type identifies Cloud Control resources. */
export const monitoredMetrics: Readonly<Record<string, MonitoredType>> = {
  'AWS::IoT::SecurityProfile': { metrics: ['aws.iot.violations'] },
  aws_api_gateway_rest_api: {
    metrics: [
      'aws.apigateway.5xxerror',
      'aws.apigateway.4xxerror',
      {
        anyOf: ['p99', 'p95', 'p90', 'maximum'].map((statistic) => `aws.apigateway.latency.${statistic}`),
      },
    ],
    names: nameTag('apiname'),
  },
  aws_api_gateway_stage: {
    metrics: ['aws.apigateway.count'],
    names: [
      { tag: 'stage', path: 'stage_name' },
      { tag: 'apiname', path: 'rest_api_id', of: { type: 'aws_api_gateway_rest_api', name: 'name' } },
    ],
  },
  aws_apigatewayv2_api: {
    // WebSocket APIs report the first metric of each pair, and HTTP APIs report the second
    metrics: [
      { anyOf: ['aws.apigateway.integration_error', 'aws.apigateway.5xx'] },
      { anyOf: ['aws.apigateway.execution_error', 'aws.apigateway.5xx'] },
    ],
  },
  aws_apigatewayv2_stage: {
    metrics: [{ anyOf: ['aws.apigateway.client_error', 'aws.apigateway.4xx'] }],
    names: nameTag('stage'),
  },
  aws_athena_workgroup: { metrics: ['aws.athena.total_execution_time'], names: nameTag('workgroup') },
  aws_cloudwatch_event_rule: { metrics: ['aws.events.triggered_rules'], names: nameTag('rulename') },
  aws_cloudwatch_event_target: {
    metrics: ['aws.events.failed_invocations'],
    names: [{ tag: 'rulename', path: 'rule', of: { type: 'aws_cloudwatch_event_rule', name: 'name' } }],
  },
  aws_cloudwatch_log_subscription_filter: {
    metrics: ['aws.logs.delivery_errors', 'aws.logs.delivery_throttling'],
    names: [
      { tag: 'filtername', path: 'name' },
      { tag: 'loggroupname', path: 'log_group_name', of: { type: 'aws_cloudwatch_log_group', name: 'name' } },
    ],
  },
  aws_dynamodb_table: {
    metrics: [
      'aws.dynamodb.throttled_requests',
      'aws.dynamodb.system_errors',
      'aws.dynamodb.user_errors',
      'aws.dynamodb.successful_request_latency',
    ],
    names: nameTag('tablename'),
  },
  aws_iot_policy: {
    metrics: ['aws.iot.connect_auth_error', 'aws.iot.connection_authn_error', 'aws.iot.publish_in_auth_error'],
  },
  aws_iot_provisioning_template: { metrics: ['aws.iot.register_thing_failed'], names: nameTag('templatename') },
  aws_iot_topic_rule: {
    metrics: [
      'aws.iot.failure',
      'aws.iot.error_action_failure',
      'aws.iot.rule_message_throttled',
      'aws.iot.parse_error',
    ],
    names: nameTag('rulename'),
  },
  aws_kinesis_firehose_delivery_stream: {
    metrics: ['aws.firehose.delivery_to_s_3data_freshness', 'aws.firehose.throttled_records'],
    names: nameTag('deliverystreamname'),
  },
  aws_kinesis_stream: {
    metrics: [
      'aws.kinesis.get_records_iterator_age_milliseconds.maximum',
      'aws.kinesis.write_provisioned_throughput_exceeded',
      'aws.kinesis.read_provisioned_throughput_exceeded',
      'aws.kinesis.incoming_records',
    ],
    names: nameTag('streamname'),
  },
  aws_lambda_event_source_mapping: { metrics: ['aws.lambda.iterator_age.maximum'], names: ofFunction },
  aws_lambda_function: {
    metrics: [
      { anyOf: ['aws.lambda.errors', 'aws.lambda.enhanced.errors'] },
      'aws.lambda.throttles',
      { anyOf: ['aws.lambda.concurrent_executions.maximum'], ifSet: 'reserved_concurrent_executions' },
      { anyOf: ['aws.lambda.duration.maximum', 'aws.lambda.duration.p99', 'aws.lambda.enhanced.duration'] },
    ],
    names: nameTag('functionname', 'function_name'),
  },
  aws_lambda_function_event_invoke_config: {
    metrics: ['aws.lambda.destination_delivery_failures', 'aws.lambda.async_event_age.maximum'],
    names: ofFunction,
  },
  aws_s3_bucket_metric: {
    metrics: ['aws.s3.put_requests'],
    names: [
      { tag: 'filterid', path: 'name' },
      { tag: 'bucketname', path: 'bucket', of: { type: 'aws_s3_bucket', name: 'bucket' } },
    ],
  },
  aws_sfn_state_machine: {
    metrics: [
      'aws.states.executions_failed',
      'aws.states.executions_timed_out',
      'aws.states.executions_aborted',
      'aws.states.execution_throttled',
    ],
    names: [{ tag: 'statemachinearn', path: 'name', isArn: true }],
  },
  aws_sns_topic: { metrics: ['aws.sns.number_of_notifications_failed'], names: nameTag('topicname') },
  aws_sqs_queue: {
    metrics: ['aws.sqs.approximate_number_of_messages_visible', 'aws.sqs.approximate_age_of_oldest_message'],
    names: nameTag('queuename'),
  },
};
