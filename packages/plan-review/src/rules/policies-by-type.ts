import { byType } from '../plan/type-table';

/**
 * Kind of policy. `identity`: permissions of a principal. `device`: permissions of devices. `trust`: principals that may
 * assume a role. `resource`: access to a resource. `limit`: maximum permissions; without a limit, everything is allowed.
 */
export type PolicyKind = 'identity' | 'trust' | 'device' | 'resource' | 'limit';

/** Attribute that contains policies, and the owner of the policies. */
export interface PolicyAttribute {
  readonly kind: PolicyKind;
  /** Path of the policy document. If the path includes a list of blocks, each block contains a document. */
  readonly path: readonly string[];
  /** Attribute that identifies the owner, and the type of the owner. Undefined if the resource itself is the owner. */
  readonly owner: { readonly attribute: string; readonly type: string } | undefined;
}

const own = (kind: PolicyKind, ...path: readonly string[]): PolicyAttribute => ({ kind, path, owner: undefined });
const of = (kind: PolicyKind, type: string, attribute: string, ...path: readonly string[]): PolicyAttribute => ({
  kind,
  path: path.length === 0 ? ['policy'] : path,
  owner: { attribute, type },
});

/**
 * Attributes that contain IAM or AWS IoT policies. Keys are resource types. Types that declare a single statement, such as
 * `aws_lambda_permission`, are in statements-by-type.ts. Source: Terraform Registry, hashicorp/aws 6.25, attributes `policy`,
 * `policy_document`, `access_policies` and others
 */
export const policyAttributesOf = byType<readonly PolicyAttribute[]>({
  aws_acmpca_policy: [of('resource', 'aws_acmpca_certificate_authority', 'resource_arn')],
  aws_api_gateway_domain_name: [own('limit', 'policy')],
  aws_api_gateway_rest_api: [own('limit', 'policy')],
  aws_api_gateway_rest_api_policy: [of('limit', 'aws_api_gateway_rest_api', 'rest_api_id')],
  aws_backup_vault_policy: [of('resource', 'aws_backup_vault', 'backup_vault_name')],
  aws_cloudwatch_event_bus_policy: [of('resource', 'aws_cloudwatch_event_bus', 'event_bus_name')],
  aws_cloudwatch_log_destination_policy: [
    of('resource', 'aws_cloudwatch_log_destination', 'destination_name', 'access_policy'),
  ],
  aws_cloudwatch_log_resource_policy: [own('resource', 'policy_document')],
  aws_codeartifact_domain_permissions_policy: [of('resource', 'aws_codeartifact_domain', 'domain', 'policy_document')],
  aws_codeartifact_repository_permissions_policy: [
    of('resource', 'aws_codeartifact_repository', 'repository', 'policy_document'),
  ],
  aws_codebuild_resource_policy: [of('resource', 'aws_codebuild_project', 'resource_arn')],
  aws_dynamodb_resource_policy: [of('resource', 'aws_dynamodb_table', 'resource_arn')],
  aws_ecr_registry_policy: [own('resource', 'policy')],
  aws_ecr_repository_policy: [of('resource', 'aws_ecr_repository', 'repository')],
  aws_ecrpublic_repository_policy: [of('resource', 'aws_ecrpublic_repository', 'repository_name')],
  aws_efs_file_system_policy: [of('resource', 'aws_efs_file_system', 'file_system_id')],
  aws_elasticsearch_domain: [own('resource', 'access_policies')],
  aws_elasticsearch_domain_policy: [of('resource', 'aws_elasticsearch_domain', 'domain_name', 'access_policies')],
  aws_glacier_vault_lock: [of('resource', 'aws_glacier_vault', 'vault_name')],
  aws_glue_resource_policy: [own('resource', 'policy')],
  aws_iam_group_policy: [of('identity', 'aws_iam_group', 'group')],
  aws_iam_policy: [own('identity', 'policy')],
  aws_iam_role: [own('trust', 'assume_role_policy'), own('identity', 'inline_policy', 'policy')],
  aws_iam_role_policy: [of('identity', 'aws_iam_role', 'role')],
  aws_iam_user_policy: [of('identity', 'aws_iam_user', 'user')],
  aws_iot_policy: [own('device', 'policy')],
  aws_kinesis_resource_policy: [of('resource', 'aws_kinesis_stream', 'resource_arn')],
  aws_kms_external_key: [own('resource', 'policy')],
  aws_kms_key: [own('resource', 'policy')],
  aws_kms_key_policy: [of('resource', 'aws_kms_key', 'key_id')],
  aws_kms_replica_external_key: [own('resource', 'policy')],
  aws_kms_replica_key: [own('resource', 'policy')],
  aws_media_store_container_policy: [of('resource', 'aws_media_store_container', 'container_name')],
  aws_msk_cluster_policy: [of('resource', 'aws_msk_cluster', 'cluster_arn')],
  aws_opensearch_domain: [own('resource', 'access_policies')],
  aws_opensearch_domain_policy: [of('resource', 'aws_opensearch_domain', 'domain_name', 'access_policies')],
  aws_organizations_policy: [own('limit', 'content')],
  aws_organizations_resource_policy: [own('resource', 'content')],
  aws_prometheus_resource_policy: [of('resource', 'aws_prometheus_workspace', 'workspace_id', 'policy_document')],
  aws_redshift_resource_policy: [of('resource', 'aws_redshift_cluster', 'resource_arn')],
  aws_redshiftserverless_resource_policy: [of('resource', 'aws_redshiftserverless_snapshot', 'resource_arn')],
  aws_s3_access_point: [own('resource', 'policy')],
  aws_s3_bucket: [own('resource', 'policy')],
  aws_s3_bucket_policy: [of('resource', 'aws_s3_bucket', 'bucket')],
  aws_s3control_access_point_policy: [of('resource', 'aws_s3_access_point', 'access_point_arn')],
  aws_s3control_bucket_policy: [of('resource', 'aws_s3control_bucket', 'bucket')],
  aws_s3tables_table_bucket_policy: [
    of('resource', 'aws_s3tables_table_bucket', 'table_bucket_arn', 'resource_policy'),
  ],
  aws_s3tables_table_policy: [of('resource', 'aws_s3tables_table', 'name', 'resource_policy')],
  aws_s3vectors_vector_bucket_policy: [of('resource', 'aws_s3vectors_vector_bucket', 'vector_bucket_arn')],
  aws_schemas_registry_policy: [of('resource', 'aws_schemas_registry', 'registry_name')],
  aws_secretsmanager_secret: [own('resource', 'policy')],
  aws_secretsmanager_secret_policy: [of('resource', 'aws_secretsmanager_secret', 'secret_arn')],
  aws_ses_identity_policy: [of('resource', 'aws_ses_domain_identity', 'identity')],
  aws_sesv2_email_identity_policy: [of('resource', 'aws_sesv2_email_identity', 'email_identity')],
  aws_sns_topic: [own('resource', 'policy')],
  aws_sns_topic_policy: [of('resource', 'aws_sns_topic', 'arn')],
  aws_sqs_queue: [own('resource', 'policy')],
  aws_sqs_queue_policy: [of('resource', 'aws_sqs_queue', 'queue_url')],
  aws_ssoadmin_permission_set_inline_policy: [
    of('identity', 'aws_ssoadmin_permission_set', 'permission_set_arn', 'inline_policy'),
  ],
  aws_transfer_user: [own('limit', 'policy')],
  aws_vpc_endpoint: [own('limit', 'policy')],
  aws_vpc_endpoint_policy: [of('limit', 'aws_vpc_endpoint', 'vpc_endpoint_id')],
  aws_vpclattice_auth_policy: [of('resource', 'aws_vpclattice_service', 'resource_identifier')],
  aws_vpclattice_resource_policy: [of('resource', 'aws_vpclattice_service_network', 'resource_arn')],
  aws_xray_resource_policy: [own('resource', 'policy_document')],
});
