import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isHarmlessRemoval } from './harmless-removal';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

const deletion = (name: string) => unlessTrue([name], 'loses its deletion protection');
const withContent = (name: string) => whereOneOf([name], [true], 'can be destroyed together with its content');
const finalSnapshot = whereOneOf(['skip_final_snapshot'], [true], 'skips the final snapshot of a later deletion');
const deadLetters = 'no longer has a dead-letter queue, so repeatedly failing messages are dropped';
const cluster = [deletion('deletion_protection'), finalSnapshot];

/** Settings that protect data from loss. Keys are resource types. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/azurerm 4 */
const protectionsOf = byType<readonly Switch[]>({
  aws_athena_workgroup: [
    whereFalse(
      ['configuration', 'enforce_workgroup_configuration'],
      'lets clients override the location and encryption of results',
    ),
  ],
  aws_backup_vault: [withContent('force_destroy')],
  aws_cloudtrail: [
    whereFalse(['enable_logging'], 'no longer records API calls'),
    whereFalse(['enable_log_file_validation'], 'no longer detects modified log files'),
  ],
  aws_cloudwatch_log_group: [
    deletion('deletion_protection_enabled'),
    unlessTrue(['skip_destroy'], 'is deleted with its log events when it is removed from the configuration'),
  ],
  aws_cognito_user_pool: [unlessOneOf(['deletion_protection'], ['ACTIVE'], 'loses its deletion protection')],
  aws_db_instance: cluster,
  aws_docdb_cluster: cluster,
  aws_dynamodb_table: [
    deletion('deletion_protection_enabled'),
    unlessTrue(['point_in_time_recovery', 'enabled'], 'loses point-in-time recovery'),
  ],
  aws_ecr_repository: [
    withContent('force_delete'),
    whereOneOf(['image_tag_mutability'], ['MUTABLE'], 'allows its image tags to be overwritten'),
  ],
  aws_iot_topic_rule: [
    unlessSet(['error_action'], 'no longer has an error action, so messages are lost if another action fails'),
  ],
  aws_kms_key: [unlessTrue(['enable_key_rotation'], 'is no longer rotated')],
  aws_lambda_event_source_mapping: [
    unlessSet(
      ['destination_config', 'on_failure', 'destination_arn'],
      'no longer has a failure destination, so failed records are dropped',
    ),
  ],
  aws_lambda_function: [unlessSet(['dead_letter_config', 'target_arn'], deadLetters)],
  aws_lambda_function_event_invoke_config: [
    unlessSet(
      ['destination_config', 'on_failure', 'destination'],
      'no longer has a failure destination, so failed events are dropped',
    ),
  ],
  aws_lb: [deletion('enable_deletion_protection')],
  aws_neptune_cluster: cluster,
  aws_rds_cluster: cluster,
  aws_redshift_cluster: [finalSnapshot],
  aws_s3_bucket: [withContent('force_destroy')],
  aws_s3_bucket_object_lock_configuration: [
    unlessSet(['rule', 'default_retention'], 'no longer locks new objects'),
    unlessOneOf(
      ['rule', 'default_retention', 'mode'],
      ['COMPLIANCE'],
      'lets principals with special permissions delete locked objects',
    ),
  ],
  aws_s3_bucket_versioning: [
    unlessOneOf(
      ['versioning_configuration', 'status'],
      ['Enabled'],
      'keeps no versions, so overwritten and deleted objects cannot be restored',
    ),
    unlessOneOf(
      ['versioning_configuration', 'mfa_delete'],
      ['Enabled'],
      'allows versions to be deleted without a second factor',
    ),
  ],
  aws_sqs_queue: [unlessSet(['redrive_policy'], deadLetters)],
});

/**
 * Attributes that have the same name and meaning in several providers.
 * Source: Terraform Registry, hashicorp/google 7, hashicorp/azurerm 4
 */
const protectionsOfAny: readonly Switch[] = [
  deletion('deletion_protection'),
  deletion('deletion_protection_enabled'),
  unlessTrue(['purge_protection_enabled'], 'loses its purge protection'),
];

/** Returns the settings that protect the data of a resource type from loss. */
export const protectionSettings = (type: string): readonly Switch[] => protectionsOf(type) ?? protectionsOfAny;

/** Consequence of deleting a resource that protects another resource. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_backup_vault_lock_configuration: 'backups can be deleted before their retention ends',
  aws_guardduty_detector: 'threats are no longer detected',
  aws_s3_bucket_object_lock_configuration: 'new objects are not locked',
  aws_s3_bucket_replication_configuration: 'new objects are no longer replicated',
  aws_s3_bucket_versioning: 'the bucket loses versioning',
  aws_sqs_queue_redrive_policy: 'the queue loses its dead-letter queue',
});

/** Reports data protection that is disabled or deleted. Such a change does not lose data by itself. */
export const protectionRemoved: Rule = (plan) => [
  ...switchedOff(plan, 'weaker protection', protectionSettings),
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined || isHarmlessRemoval(plan, change)) return [];
    return [
      { kind: 'weaker protection', address: change.address, what: say`${change.address} is deleted: ${[without]}` },
    ];
  }),
];
