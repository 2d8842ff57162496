import type { Value } from '../../lib/terraform';
import { byType } from './by-type';
import type { Change } from './plan';

/** What a resource holds that nobody can declare again, by its type. */
const holdsOf = byType<(before: Change['before']) => string | undefined>({
  aws_backup_vault: () => 'its backups',
  aws_cloudtrail_event_data_store: () => 'its events',
  aws_cloudwatch_event_archive: () => 'its events',
  // Terraform only forgets it then
  aws_cloudwatch_log_group: (before) => (before['skip_destroy'] === true ? undefined : 'its log lines'),
  aws_codecommit_repository: () => 'its commits',
  aws_cognito_user_pool: () => 'its users',
  aws_db_instance: () => 'its database',
  aws_docdb_cluster: () => 'its databases',
  aws_dynamodb_table: () => 'its items',
  aws_ebs_volume: () => 'its blocks',
  aws_ecr_repository: () => 'its images',
  aws_efs_file_system: () => 'its files',
  aws_elasticache_cluster: () => 'what it remembers',
  aws_elasticache_replication_group: () => 'what it remembers',
  aws_elasticsearch_domain: () => 'its documents',
  aws_fsx_lustre_file_system: () => 'its files',
  aws_fsx_windows_file_system: () => 'its files',
  aws_kinesis_firehose_delivery_stream: () => 'records that are not delivered yet',
  aws_kinesis_stream: (before) => `records of the last ${hoursIn(before['retention_period'])} h`,
  aws_kms_key: () => 'everything that was encrypted by it',
  aws_memorydb_cluster: () => 'what it remembers',
  aws_mq_broker: () => 'messages that wait in it',
  aws_msk_cluster: () => 'its topics and their records',
  aws_neptune_cluster: () => 'its graph',
  aws_opensearch_domain: () => 'its documents',
  aws_opensearchserverless_collection: () => 'its documents',
  aws_rds_cluster: () => 'its databases',
  aws_redshift_cluster: () => 'its databases',
  aws_s3_bucket: () => 'its objects',
  aws_s3tables_table: () => 'its rows',
  aws_s3vectors_index: () => 'its vectors',
  aws_secretsmanager_secret: () => 'its secret',
  aws_sns_topic: () => 'its subscriptions that people have confirmed',
  aws_sqs_queue: () => 'messages that wait in it',
  aws_ssm_parameter: () => 'its value',
  aws_timestreamwrite_database: () => 'its tables',
  aws_timestreamwrite_table: () => 'its records',
  azurerm_cosmosdb_account: () => 'its databases',
  azurerm_mssql_database: () => 'its database',
  azurerm_storage_account: () => 'its objects',
  azurerm_managed_disk: () => 'its blocks',
  azurerm_mysql_flexible_server: () => 'its databases',
  azurerm_postgresql_flexible_server: () => 'its databases',
  google_bigquery_dataset: () => 'its tables',
  google_bigquery_table: () => 'its rows',
  google_compute_disk: () => 'its blocks',
  google_firestore_database: () => 'its documents',
  google_kms_crypto_key: () => 'everything that was encrypted by it',
  google_pubsub_subscription: () => 'messages that wait in it',
  google_spanner_database: () => 'its rows',
  google_sql_database: () => 'its tables',
  google_sql_database_instance: () => 'its databases',
  google_storage_bucket: () => 'its objects',
  kubernetes_namespace: () => 'everything that is in it',
  kubernetes_namespace_v1: () => 'everything that is in it',
  kubernetes_persistent_volume_claim: () => 'its files',
  kubernetes_persistent_volume_claim_v1: () => 'its files',
});

// Kinesis keeps records for a day where nothing else is said (developer guide, "Changing the Data Retention Period")
const hoursIn = (period: Value | undefined) => (typeof period === 'number' ? period : 24);

/** Whether a resource of this type holds what cannot be declared again. */
export const isStateful = (type: string) => holdsOf(type) !== undefined;

/** What is lost with it, in words; undefined where it can all be declared again. */
export const heldBy = ({ type, before }: Change): string | undefined => holdsOf(type)?.(before);
