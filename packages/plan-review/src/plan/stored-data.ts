import type { Value } from '@himeshima/terraform-json';
import { emptyingAttribute } from './deletion-protection';
import type { Change } from './plan';
import { byType } from './type-table';

/** Data that is lost if a resource is deleted, by resource type. Another apply cannot restore this data. */
const holdsOf = byType<(before: Change['before']) => string | undefined>({
  aws_backup_vault: () => 'its backups',
  aws_cloudtrail_event_data_store: () => 'its events',
  aws_cloudwatch_event_archive: () => 'its events',
  // Terraform removes a log group with skip_destroy only from the state
  aws_cloudwatch_log_group: (before) => (before['skip_destroy'] === true ? undefined : 'its log events'),
  aws_codecommit_repository: () => 'its commits',
  aws_cognito_user_pool: () => 'its users',
  // the source of a replica keeps the data
  aws_db_instance: (before) => (before['replicate_source_db'] ? undefined : `its database${snapshotOf(before)}`),
  aws_docdb_cluster: (before) => `its databases${snapshotOf(before)}`,
  aws_dynamodb_table: () => 'its items',
  aws_ebs_volume: () => 'its contents',
  aws_ecr_repository: () => 'its images',
  aws_efs_file_system: () => 'its files',
  aws_elasticache_cluster: () => 'cached data',
  aws_elasticache_replication_group: () => 'cached data',
  aws_elasticsearch_domain: () => 'its documents',
  aws_fsx_lustre_file_system: () => 'its files',
  aws_fsx_windows_file_system: () => 'its files',
  aws_kinesis_firehose_delivery_stream: () => 'undelivered records',
  aws_kinesis_stream: (before) => `records of the last ${hoursIn(before['retention_period'])} h`,
  aws_kms_key: (before) =>
    `all data encrypted with the key (after a waiting period of ${daysIn(before['deletion_window_in_days'])} days)`,
  aws_memorydb_cluster: () => 'cached data',
  aws_mq_broker: () => 'waiting messages',
  aws_msk_cluster: () => 'its topics and their records',
  aws_neptune_cluster: (before) => `its graph${snapshotOf(before)}`,
  aws_opensearch_domain: () => 'its documents',
  aws_opensearchserverless_collection: () => 'its documents',
  aws_rds_cluster: (before) => `its databases${snapshotOf(before)}`,
  aws_redshift_cluster: (before) => `its databases${snapshotOf(before)}`,
  aws_s3_bucket: () => 'its objects',
  aws_s3tables_table: () => 'its rows',
  aws_s3vectors_index: () => 'its vectors',
  aws_secretsmanager_secret: ({ recovery_window_in_days: window }) =>
    window === 0 ? 'its secret' : `its secret, unless it is restored within ${daysIn(window)} days,`,
  aws_sns_topic: () => 'its confirmed subscriptions',
  aws_sqs_queue: () => 'waiting messages',
  aws_ssm_parameter: () => 'its value',
  aws_timestreamwrite_database: () => 'its tables',
  aws_timestreamwrite_table: () => 'its records',
  azurerm_cosmosdb_account: () => 'its databases',
  azurerm_mssql_database: () => 'its database',
  azurerm_storage_account: () => 'its blobs, files, queues and tables',
  azurerm_managed_disk: () => 'its contents',
  azurerm_mysql_flexible_server: () => 'its databases',
  azurerm_postgresql_flexible_server: () => 'its databases',
  google_bigquery_dataset: () => 'its tables',
  google_bigquery_table: () => 'its rows',
  google_compute_disk: () => 'its contents',
  google_firestore_database: () => 'its documents',
  google_kms_crypto_key: () => 'all data encrypted with the key',
  google_pubsub_subscription: () => 'waiting messages',
  google_spanner_database: () => 'its rows',
  google_sql_database: () => 'its tables',
  google_sql_database_instance: () => 'its databases',
  google_storage_bucket: () => 'its objects',
  kubernetes_namespace: () => 'all of its objects',
  kubernetes_namespace_v1: () => 'all of its objects',
  kubernetes_persistent_volume_claim: () => 'its files',
  kubernetes_persistent_volume_claim_v1: () => 'its files',
});

function snapshotOf({ skip_final_snapshot: isSkipped }: Change['before']): string {
  if (isSkipped === false) return ', except for a final snapshot,';
  return isSkipped === true ? ', of which no final snapshot is taken,' : '';
}

// default: 30 days (AWS KMS developer guide, "Deleting AWS KMS keys")
const daysIn = (window: Value | undefined) => (typeof window === 'number' ? window : 30);

// default: 24 hours (Kinesis developer guide, "Changing the Data Retention Period")
const hoursIn = (period: Value | undefined) => (typeof period === 'number' ? period : 24);

/** Returns whether a resource of this type contains data that another apply cannot restore. */
export const isStateful = (type: string) => holdsOf(type) !== undefined;

/** Types whose content Terraform writes again when it creates the resource. */
const written = new Set(['aws_kms_key', 'aws_ssm_parameter', 'google_kms_crypto_key']);

/** Returns whether a new resource of this type is empty, unlike the resource that it replaces. */
export const startsEmpty = (type: string): boolean => isStateful(type) && !written.has(type);

/** Returns the data that is lost if a resource is deleted. Undefined if the deletion loses no data. */
export const heldBy = ({ type, before }: Change): string | undefined =>
  emptyingAttribute({ type, before }) === undefined ? holdsOf(type)?.(before) : undefined;
