import type { ResourceType } from '../resource-type';

/**
 * Returns a resource type that is accepted but has no effect. The rest of a stack works without it.
 * @param attribute argument that every resource of this type has
 */
const accepted = (what: string, attribute: string): ResourceType => ({
  runs: 'accepted, without effect',
  notSimulated: { [attribute]: what },
  create: async ({ address }) => ({ computed: { id: address }, ignored: [] }),
});

export const acceptedResources = {
  aws_appautoscaling_policy: accepted('autoscaling', 'policy_type'),
  aws_appautoscaling_scheduled_action: accepted('autoscaling', 'schedule'),
  aws_appautoscaling_target: accepted('autoscaling', 'max_capacity'),
  aws_cloudwatch_dashboard: accepted('CloudWatch dashboards', 'dashboard_body'),
  aws_cloudwatch_log_metric_filter: accepted('CloudWatch metric filters', 'metric_transformation'),
  aws_cloudwatch_log_resource_policy: accepted('CloudWatch Logs resource policies', 'policy_document'),
  aws_dynamodb_contributor_insights: accepted('DynamoDB contributor insights', 'table_name'),
  aws_iot_topic_rule_destination: accepted('VPC destinations of rules', 'vpc_configuration'),
  aws_resourcegroups_group: accepted('resource groups', 'name'),
  aws_s3_bucket_accelerate_configuration: accepted('S3 transfer acceleration', 'status'),
  aws_s3_bucket_acl: accepted('S3 ACLs', 'bucket'),
  aws_s3_bucket_analytics_configuration: accepted('S3 analytics', 'name'),
  aws_s3_bucket_cors_configuration: accepted('S3 CORS', 'cors_rule'),
  aws_s3_bucket_intelligent_tiering_configuration: accepted('S3 storage classes', 'tiering'),
  aws_s3_bucket_inventory: accepted('S3 inventories', 'schedule'),
  aws_s3_bucket_logging: accepted('S3 access logs', 'target_bucket'),
  aws_s3_bucket_object_lock_configuration: accepted('object lock', 'bucket'),
  aws_s3_bucket_replication_configuration: accepted('S3 replication', 'rule'),
  aws_s3_bucket_request_payment_configuration: accepted('costs', 'payer'),
  aws_s3_bucket_website_configuration: accepted('S3 websites', 'bucket'),
  aws_sqs_queue_redrive_allow_policy: accepted('redrive permissions', 'redrive_allow_policy'),
} as const;
