import { byType } from '../plan/type-table';

/**
 * Attributes that name the owner of a setting. An owner has only one such setting, so that several resources overwrite each other. Source:
 * Terraform Registry, hashicorp/aws 6
 */
export const ownerOfSetting = byType<string>({
  aws_api_gateway_rest_api_policy: 'rest_api_id',
  aws_ecr_lifecycle_policy: 'repository',
  aws_ecr_repository_policy: 'repository',
  aws_kms_key_policy: 'key_id',
  aws_s3_bucket_acl: 'bucket',
  aws_s3_bucket_cors_configuration: 'bucket',
  aws_s3_bucket_lifecycle_configuration: 'bucket',
  aws_s3_bucket_logging: 'bucket',
  aws_s3_bucket_notification: 'bucket',
  aws_s3_bucket_ownership_controls: 'bucket',
  aws_s3_bucket_policy: 'bucket',
  aws_s3_bucket_public_access_block: 'bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'bucket',
  aws_s3_bucket_versioning: 'bucket',
  aws_secretsmanager_secret_policy: 'secret_arn',
  aws_sns_topic_policy: 'arn',
  aws_sqs_queue_policy: 'queue_url',
});
