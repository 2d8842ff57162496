import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { renamedTo } from '../renames';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

const deletion = (name: string) => unlessTrue([name], 'can be deleted from now on');
const withContent = (name: string) => whereOneOf([name], [true], 'can be destroyed with what is in it');
const encryptedBy = (...path: readonly string[]) => unlessTrue(path, 'is no longer encrypted');
const ownKey = (...path: readonly string[]) => unlessSet(path, 'is no longer encrypted with its own key');
const lastSnapshot = whereOneOf(['skip_final_snapshot'], [true], 'leaves no last snapshot when it is deleted');
const publicAccess = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map(
  (name) => unlessTrue([name], 'lets more of the public in'),
);
const failed = 'drops what fails again and again, without a dead-letter queue';
const cluster = [deletion('deletion_protection'), encryptedBy('storage_encrypted'), lastSnapshot];
const domain = [
  encryptedBy('encrypt_at_rest', 'enabled'),
  unlessTrue(['node_to_node_encryption', 'enabled'], 'is no longer encrypted between its nodes'),
  whereFalse(['domain_endpoint_options', 'enforce_https'], 'may be asked without TLS'),
];

/** What protects data, by resource type. Terraform Registry, hashicorp/aws 6.25 */
const protectionsOf = byType<readonly Switch[]>({
  aws_athena_workgroup: [
    unlessSet(['configuration', 'result_configuration', 'encryption_configuration'], 'writes results unencrypted'),
    whereFalse(['configuration', 'enforce_workgroup_configuration'], 'lets clients say where and how results are kept'),
  ],
  aws_backup_vault: [withContent('force_destroy')],
  aws_cloudtrail: [
    whereFalse(['enable_logging'], 'records nothing any more'),
    whereFalse(['enable_log_file_validation'], 'no longer tells whether its records were changed'),
  ],
  aws_cloudwatch_log_group: [
    ownKey('kms_key_id'),
    deletion('deletion_protection_enabled'),
    unlessTrue(['skip_destroy'], 'goes with its lines where it is taken out of the code'),
  ],
  aws_cognito_user_pool: [unlessOneOf(['deletion_protection'], ['ACTIVE'], 'can be deleted from now on')],
  aws_db_instance: cluster,
  aws_docdb_cluster: cluster,
  aws_dynamodb_table: [
    deletion('deletion_protection_enabled'),
    unlessTrue(['point_in_time_recovery', 'enabled'], 'cannot be restored to an earlier moment any more'),
    unlessTrue(['server_side_encryption', 'enabled'], 'is no longer encrypted with its own key'),
  ],
  aws_ebs_volume: [encryptedBy('encrypted')],
  aws_ecr_repository: [
    withContent('force_delete'),
    whereOneOf(['image_tag_mutability'], ['MUTABLE'], 'lets its images be written over'),
  ],
  aws_efs_file_system: [encryptedBy('encrypted')],
  aws_elasticache_replication_group: [
    encryptedBy('at_rest_encryption_enabled'),
    unlessTrue(['transit_encryption_enabled'], 'is asked without TLS'),
  ],
  aws_elasticsearch_domain: domain,
  aws_kinesis_firehose_delivery_stream: [encryptedBy('server_side_encryption', 'enabled')],
  aws_kinesis_stream: [unlessOneOf(['encryption_type'], ['KMS'], 'is no longer encrypted')],
  aws_kms_key: [
    unlessTrue(['enable_key_rotation'], 'is no longer rotated'),
    whereFalse(['is_enabled'], 'is disabled: what was encrypted by it cannot be read'),
  ],
  aws_lambda_event_source_mapping: [
    unlessSet(['destination_config', 'on_failure', 'destination_arn'], 'drops what fails, without a place for it'),
  ],
  aws_lambda_function: [unlessSet(['dead_letter_config', 'target_arn'], failed)],
  aws_lambda_function_event_invoke_config: [unlessSet(['destination_config', 'on_failure', 'destination'], failed)],
  aws_lb: [deletion('enable_deletion_protection')],
  aws_msk_cluster: [
    whereOneOf(
      ['encryption_info', 'encryption_in_transit', 'client_broker'],
      ['PLAINTEXT', 'TLS_PLAINTEXT'],
      'may be asked without TLS',
    ),
    whereFalse(
      ['encryption_info', 'encryption_in_transit', 'in_cluster'],
      'is no longer encrypted between its brokers',
    ),
  ],
  aws_neptune_cluster: cluster,
  aws_opensearch_domain: domain,
  aws_rds_cluster: cluster,
  aws_redshift_cluster: [encryptedBy('encrypted'), lastSnapshot],
  aws_s3_account_public_access_block: publicAccess,
  aws_s3_bucket: [withContent('force_destroy')],
  aws_s3_bucket_object_lock_configuration: [
    unlessSet(['rule', 'default_retention'], 'lets new objects be deleted before their time'),
    unlessOneOf(['rule', 'default_retention', 'mode'], ['COMPLIANCE'], 'lets some delete what is locked'),
  ],
  aws_s3_bucket_public_access_block: publicAccess,
  aws_s3_bucket_versioning: [
    unlessOneOf(['versioning_configuration', 'status'], ['Enabled'], 'keeps no versions: what is overwritten is gone'),
    unlessOneOf(
      ['versioning_configuration', 'mfa_delete'],
      ['Enabled'],
      'lets versions be deleted without a second factor',
    ),
  ],
  aws_sfn_state_machine: [ownKey('encryption_configuration', 'kms_key_id')],
  aws_sns_topic: [unlessSet(['kms_master_key_id'], 'is no longer encrypted')],
  aws_sqs_queue: [
    unlessSet(['redrive_policy'], failed),
    ownKey('kms_master_key_id'),
    whereFalse(['sqs_managed_sse_enabled'], 'is no longer encrypted by SQS'),
  ],
});

/** By these names providers of every cloud have it. Terraform Registry, hashicorp/google 7, hashicorp/azurerm 4 */
const protectionsOfAny = ['deletion_protection', 'deletion_protection_enabled', 'purge_protection_enabled'].map(
  (name): Switch => ({ path: [name], isOff: (value) => value !== true, off: 'can be deleted from now on' }),
);

/** What protects by being there, and what is so without it. */
const withoutOf = byType<string>({
  aws_backup_vault_lock_configuration: 'backups can be deleted before their time',
  aws_ebs_encryption_by_default: 'new volumes are not encrypted by themselves',
  aws_guardduty_detector: 'nobody looks for attacks',
  aws_s3_account_public_access_block: 'it protected every bucket',
  aws_s3_bucket_object_lock_configuration: 'new objects can be deleted before their time',
  aws_s3_bucket_public_access_block: 'it protected a bucket',
  aws_s3_bucket_replication_configuration: 'new objects are not copied elsewhere any more',
  aws_s3_bucket_server_side_encryption_configuration: 'objects are no longer encrypted with a key of their own',
  aws_s3_bucket_versioning: 'it protected a bucket',
  aws_sqs_queue_redrive_policy: 'what fails again and again is dropped',
});

/** Something that protected data does so no longer. */
export const protectionOff: Rule = (plan) => [
  ...switchedOff(plan, 'data lost', (type) => protectionsOf(type) ?? protectionsOfAny),
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = withoutOf(change.type);
    if (without === undefined || renamedTo(plan, change) !== undefined) return [];
    return [{ kind: 'data lost', address: change.address, what: say`${change.address} is deleted: ${[without]}` }];
  }),
];
