import { byType } from '../plan/by-type';

/**
 * Attributes whose change replaces the resource, where a plan is made without a provider: of the types that hold data, let
 * devices in, or are called by their names. A provider knows more; that is why a plan says more.
 * Source: Terraform Registry, hashicorp/aws 6.25, "Forces new resource"
 */
const attributesOf = byType<readonly string[]>({
  aws_api_gateway_api_key: ['value'],
  aws_cloudwatch_event_rule: ['name'],
  aws_cloudwatch_log_group: ['name'],
  aws_cognito_user_pool_domain: ['domain'],
  aws_dynamodb_table: ['name', 'hash_key', 'range_key', 'local_secondary_index'],
  aws_iam_policy: ['name'],
  aws_iam_role: ['name'],
  aws_iam_role_policy: ['name', 'role'],
  aws_iot_certificate: ['csr'],
  aws_iot_policy: ['name'],
  aws_iot_policy_attachment: ['policy', 'target'],
  aws_iot_provisioning_template: ['name'],
  aws_iot_thing: ['name'],
  aws_iot_thing_group: ['name'],
  aws_iot_thing_principal_attachment: ['principal', 'thing'],
  aws_iot_thing_type: ['name'],
  aws_iot_topic_rule: ['name'],
  aws_kinesis_firehose_delivery_stream: ['name'],
  aws_kinesis_stream: ['name'],
  aws_lambda_event_source_mapping: ['event_source_arn', 'starting_position'],
  aws_lambda_function: ['function_name', 'package_type'],
  aws_lambda_permission: ['action', 'function_name', 'principal', 'source_account', 'source_arn', 'statement_id'],
  aws_s3_bucket: ['bucket'],
  aws_sfn_state_machine: ['name', 'type'],
  aws_sns_topic: ['name', 'fifo_topic'],
  aws_sqs_queue: ['name', 'fifo_queue'],
  datadog_monitor: ['type'],
});

/** Those of the changed attributes that replace a resource of this type. */
export const replacedOn = (type: string, changed: readonly string[]): readonly string[] =>
  (attributesOf(type) ?? []).filter((name) => changed.includes(name));
