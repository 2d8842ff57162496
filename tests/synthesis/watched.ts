/** Metrics that a monitor must watch, or the reason why none does. */
type Watch = readonly string[] | { readonly because: string };

const because = (reason: string): Watch => ({ because: reason });

/** Reason for types with permissions: mistakes in them cause failures that other monitors watch. */
const rejects = 'missing permissions show as errors of the functions and rules that need them';

/**
 * Most important metrics of every declared resource type, or the reason why it has none. A missing type fails the test, so a new
 * feature has to add its own.
 */
export const watched: Readonly<Record<string, Watch>> = {
  'AWS::IoT::SecurityProfile': ['aws.iot.violations'],
  'AWS::IoT::AccountAuditConfiguration': because(
    'audit findings are sent to the topic account-alerts, one message per check',
  ),
  'AWS::IoT::ScheduledAudit': because('AWS IoT has no metric for a missed audit'),
  aws_api_gateway_account: because('a setting of the account; without it, a stage with an access log is rejected'),
  aws_api_gateway_api_key: because('a rejected key shows as rejected requests of its API'),
  aws_api_gateway_deployment: because('a copy of the API'),
  aws_api_gateway_method_settings: because('a setting of the stage; throttling shows as rejected requests'),
  aws_api_gateway_rest_api: ['aws.apigateway.5xxerror', 'aws.apigateway.4xxerror', 'aws.apigateway.latency.p99'],
  aws_api_gateway_stage: ['aws.apigateway.count'],
  aws_api_gateway_usage_plan: because('a client above its quota shows as rejected requests of its API'),
  aws_api_gateway_usage_plan_key: because('a key without its plan shows as rejected requests of its API'),
  aws_athena_named_query: because('a saved query'),
  aws_athena_workgroup: ['aws.athena.total_execution_time'],
  aws_apigatewayv2_api: ['aws.apigateway.integration_error', 'aws.apigateway.execution_error'],
  aws_apigatewayv2_authorizer: because(
    'a failing authorizer shows as aws.apigateway.execution_error, a rejected client as client_error',
  ),
  aws_apigatewayv2_integration: because('a part of the API; failures show as aws.apigateway.integration_error'),
  aws_apigatewayv2_route: because('a part of the API; failures show as errors of the API'),
  aws_apigatewayv2_route_response: because('without it, pages get no response, and an end-to-end test fails'),
  aws_apigatewayv2_stage: ['aws.apigateway.client_error'],
  aws_cloudwatch_event_rule: ['aws.events.triggered_rules'],
  aws_cloudwatch_event_target: ['aws.events.failed_invocations'],
  aws_sns_topic_policy: because('without it, the topic sends no budget alerts; the console still shows the budget'),
  aws_budgets_budget: because('it sends its own notifications, by email and through the topic of the account'),
  aws_cloudwatch_log_group: because('functions also run without their log group; forwarding is watched'),
  aws_cloudwatch_log_subscription_filter: ['aws.logs.delivery_errors', 'aws.logs.delivery_throttling'],
  aws_cloudwatch_query_definition: because('a saved query'),
  aws_cognito_resource_server: because('a missing scope shows as rejected requests of the API'),
  aws_cognito_user_pool: because('a rejected token shows as rejected requests of the API'),
  aws_cognito_user_pool_client: because('a client without tokens sends no requests, and its owner sees the error'),
  aws_cognito_user_pool_domain: because('a domain name of the pool'),
  aws_dynamodb_table: [
    'aws.dynamodb.throttled_requests',
    'aws.dynamodb.system_errors',
    'aws.dynamodb.user_errors',
    'aws.dynamodb.successful_request_latency',
  ],
  aws_glue_catalog_database: because('a name for its tables'),
  aws_glue_catalog_table: because('a schema of the archive; a wrong one shows as failed queries'),
  aws_iam_openid_connect_provider: because(
    'without it, pipeline jobs cannot assume roles, and their logs show the error',
  ),
  aws_iam_policy: because(rejects),
  aws_iam_role: because(rejects),
  aws_iam_role_policy: because(rejects),
  aws_iam_role_policy_attachment: because(rejects),
  aws_iot_certificate: because(
    'a rejected certificate shows as aws.iot.connection_authn_error, which is watched for aws_iot_policy',
  ),
  aws_iot_event_configurations: because('a setting of the account; events without a subscriber cost nothing'),
  aws_iot_indexing_configuration: because('a setting of the account; an empty search is visible to the caller'),
  aws_iot_logging_options: because(
    'a setting of the account; the logged errors also count in aws.iot metrics, which are watched',
  ),
  aws_iot_policy: ['aws.iot.connect_auth_error', 'aws.iot.connection_authn_error', 'aws.iot.publish_in_auth_error'],
  aws_iot_policy_attachment: because('a device without its policy shows as aws.iot.connect_auth_error'),
  aws_iot_provisioning_template: ['aws.iot.register_thing_failed'],
  aws_iot_thing: because('a name in the registry; permissions are in the policy, which is watched'),
  aws_iot_thing_group: because('a name in the registry'),
  aws_iot_thing_group_membership: because('a name in the registry'),
  aws_iot_thing_principal_attachment: because('a device without an attachment shows as aws.iot.connect_auth_error'),
  aws_iot_thing_type: because('a name in the registry'),
  aws_iot_topic_rule: [
    'aws.iot.failure',
    'aws.iot.error_action_failure',
    'aws.iot.rule_message_throttled',
    'aws.iot.parse_error',
  ],
  aws_kinesis_firehose_delivery_stream: [
    'aws.firehose.delivery_to_s_3data_freshness',
    'aws.firehose.throttled_records',
  ],
  aws_kinesis_stream: [
    'aws.kinesis.get_records_iterator_age_milliseconds.maximum',
    'aws.kinesis.write_provisioned_throughput_exceeded',
    'aws.kinesis.read_provisioned_throughput_exceeded',
    'aws.kinesis.incoming_records',
  ],
  aws_kms_alias: because('a name of the key'),
  aws_kms_key: because(
    'KMS has no metric for denied calls; a deleted key shows as errors of every resource that it encrypts',
  ),
  aws_lambda_event_source_mapping: ['aws.lambda.iterator_age.maximum'],
  aws_lambda_function: [
    'aws.lambda.errors',
    'aws.lambda.throttles',
    'aws.lambda.concurrent_executions.maximum',
    'aws.lambda.duration.maximum',
  ],
  aws_lambda_function_event_invoke_config: [
    'aws.lambda.destination_delivery_failures',
    'aws.lambda.async_event_age.maximum',
  ],
  aws_lambda_permission: because('a rule that may not invoke its function shows as aws.iot.failure'),
  aws_s3_bucket: because('a failed put is reported by the calling function; successful ones are counted by a metric'),
  aws_s3_bucket_lifecycle_configuration: because('a setting of the bucket'),
  aws_s3_bucket_metric: ['aws.s3.put_requests'],
  aws_s3_bucket_ownership_controls: because('a setting of the bucket'),
  aws_s3_bucket_policy: because('a setting of the bucket'),
  aws_s3_bucket_public_access_block: because('a setting of the bucket'),
  aws_s3_bucket_server_side_encryption_configuration: because('a setting of the bucket'),
  aws_s3_bucket_versioning: because('a setting of the bucket'),
  aws_sfn_state_machine: [
    'aws.states.executions_failed',
    'aws.states.executions_timed_out',
    'aws.states.executions_aborted',
    'aws.states.execution_throttled',
  ],
  aws_sns_topic: ['aws.sns.number_of_notifications_failed'],
  aws_sns_topic_subscription: because('an unreachable subscriber shows as a failed notification of its topic'),
  aws_sqs_queue: ['aws.sqs.approximate_number_of_messages_visible', 'aws.sqs.approximate_age_of_oldest_message'],
  datadog_integration_aws_account: because(
    'if Datadog collects nothing, monitors of metrics that always have points have no data',
  ),
  datadog_dashboard_json: because('it watches'),
  datadog_downtime_schedule: because('it watches'),
  datadog_monitor: because('it watches'),
  datadog_monitor_notification_rule: because('it watches'),
  datadog_service_level_objective: because('it watches; its burn rates have their own monitors'),
};
