import { byType } from '../plan/type-table';

/** Attribute that must be unique in the account and region, or in the whole cloud. */
export interface UniqueName {
  readonly attribute: string;
  readonly isGlobal: boolean;
  /** Attribute with the parent in which the name must be unique. */
  readonly within?: string;
}

const named = (attribute = 'name'): UniqueName => ({ attribute, isGlobal: false });
const namedWithin = (within: string, attribute = 'name'): UniqueName => ({ attribute, isGlobal: false, within });
const globally = (attribute = 'name'): UniqueName => ({ attribute, isGlobal: true });

/**
 * Attributes that contain unique names. Keys are resource types. `aws_ecs_cluster` is missing, because ECS returns the existing cluster
 * instead of an error (hashicorp/terraform-provider-aws #44817). Source: pages of the resources in the Terraform Registry, the API
 * references, and Azure DevOps, Naming restrictions and conventions
 */
export const uniqueNameOf = byType<UniqueName>({
  aws_autoscaling_group: named(),
  aws_cloudwatch_log_group: named(),
  aws_db_instance: named('identifier'),
  aws_db_subnet_group: named(),
  aws_dynamodb_table: named(),
  aws_ecr_repository: named(),
  aws_ecs_service: namedWithin('cluster'),
  aws_eks_cluster: named(),
  aws_eks_fargate_profile: namedWithin('cluster_name', 'fargate_profile_name'),
  aws_eks_node_group: namedWithin('cluster_name', 'node_group_name'),
  aws_elasticache_replication_group: named('replication_group_id'),
  aws_iam_group: named(),
  aws_iam_instance_profile: named(),
  aws_iam_policy: named(),
  aws_iam_role: named(),
  aws_iam_user: named(),
  aws_iot_policy: named(),
  aws_iot_topic_rule: named(),
  aws_key_pair: named('key_name'),
  aws_kinesis_firehose_delivery_stream: named(),
  aws_kinesis_stream: named(),
  aws_kms_alias: named(),
  aws_lambda_function: named('function_name'),
  aws_launch_template: named(),
  aws_lb: named(),
  aws_lb_target_group: named(),
  aws_rds_cluster: named('cluster_identifier'),
  aws_route: namedWithin('route_table_id', 'destination_cidr_block'),
  aws_s3_bucket: globally('bucket'),
  aws_secretsmanager_secret: named(),
  aws_sfn_state_machine: named(),
  aws_subnet: namedWithin('vpc_id', 'cidr_block'),
  azuredevops_project: named(),
  azurerm_container_registry: globally(),
  azurerm_key_vault: globally(),
  azurerm_resource_group: named(),
  azurerm_storage_account: globally(),
  github_repository: named(),
  google_compute_disk: namedWithin('zone'),
  google_compute_instance: namedWithin('zone'),
  google_compute_network: named(),
  google_compute_subnetwork: namedWithin('region'),
  google_container_cluster: namedWithin('location'),
  google_service_account: named('account_id'),
  google_sql_database_instance: named(),
  google_storage_bucket: globally(),
});

/** Attributes that, with the provider configuration, determine where a name must be unique. */
export const scopeAttributes = ['region', 'project'] as const;
