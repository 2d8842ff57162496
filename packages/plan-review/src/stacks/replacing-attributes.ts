import { byType } from '../plan/type-table';

/**
 * Attributes that replace the resource if they change, for comparisons without a provider. Covers resource types that store data, are
 * required by devices or are referenced by name, and the types that refer to these types. A real plan shows all
 * replacements. Source: Terraform Registry, hashicorp/aws 6.25, "Forces new resource"
 */
const attributesOf = byType<readonly string[]>({
  aws_api_gateway_api_key: ['value'],
  aws_api_gateway_deployment: ['rest_api_id', 'triggers', 'variables'],
  aws_api_gateway_method_settings: ['rest_api_id', 'stage_name', 'method_path'],
  aws_api_gateway_stage: ['rest_api_id', 'stage_name'],
  aws_api_gateway_usage_plan_key: ['key_id', 'key_type', 'usage_plan_id'],
  aws_apigatewayv2_integration: ['api_id', 'integration_subtype', 'integration_type'],
  aws_apigatewayv2_route: ['api_id'],
  aws_apigatewayv2_stage: ['api_id', 'name'],
  aws_athena_named_query: ['database', 'description', 'name', 'query', 'workgroup'],
  aws_cloudwatch_event_rule: ['name'],
  aws_cloudwatch_event_target: ['event_bus_name', 'rule', 'target_id'],
  aws_cloudwatch_log_group: ['name'],
  aws_cloudwatch_log_subscription_filter: ['destination_arn', 'log_group_name', 'name'],
  aws_cognito_user_pool_domain: ['domain'],
  aws_dynamodb_table: ['name', 'hash_key', 'range_key', 'local_secondary_index'],
  aws_glue_catalog_table: ['catalog_id', 'database_name', 'name', 'partition_index'],
  aws_iam_policy: ['name'],
  aws_iam_role: ['name'],
  aws_iam_role_policy: ['name', 'role'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_iot_certificate: ['csr'],
  aws_iot_policy: ['name'],
  aws_iot_policy_attachment: ['policy', 'target'],
  aws_iot_provisioning_template: ['name'],
  aws_iot_thing: ['name'],
  aws_iot_thing_group: ['name', 'parent_group_name'],
  aws_iot_thing_group_membership: ['override_dynamic_group', 'thing_group_name', 'thing_name'],
  aws_iot_thing_principal_attachment: ['principal', 'thing'],
  aws_iot_thing_type: ['name'],
  aws_iot_topic_rule: ['name'],
  aws_kinesis_firehose_delivery_stream: ['name', 'kinesis_source_configuration'],
  aws_kinesis_stream: ['name'],
  aws_lambda_event_source_mapping: ['event_source_arn', 'starting_position'],
  aws_lambda_function: ['function_name', 'package_type'],
  aws_lambda_function_event_invoke_config: ['function_name', 'qualifier'],
  aws_lambda_permission: [
    'action',
    'function_name',
    'principal',
    'qualifier',
    'source_account',
    'source_arn',
    'statement_id',
  ],
  aws_s3_bucket: ['bucket'],
  aws_s3_bucket_policy: ['bucket'],
  aws_s3_bucket_public_access_block: ['bucket'],
  aws_s3_bucket_versioning: ['bucket', 'expected_bucket_owner'],
  aws_sfn_state_machine: ['name', 'type'],
  aws_sns_topic: ['name', 'fifo_topic'],
  aws_sns_topic_policy: ['arn'],
  aws_sns_topic_subscription: ['endpoint', 'protocol', 'topic_arn'],
  aws_sqs_queue: ['name', 'fifo_queue'],
  aws_ssm_parameter: ['name', 'data_type'],
  datadog_monitor: ['type'],
});

/** Returns whether a change of attributes replaces a resource. Undefined if the table does not contain the resource type. */
export const isReplacedOn = (type: string, changed: readonly string[]): boolean | undefined =>
  attributesOf(type) === undefined ? undefined : replacedOn(type, changed).length > 0;

/** Returns the changed attributes that force a replacement of the resource. */
export const replacedOn = (type: string, changed: readonly string[]): readonly string[] =>
  (attributesOf(type) ?? []).filter((name) => changed.includes(name));
