import type { Block } from '@himeshima/terraform-json';
import { type DeclaredStack, declaredStack, type StackInput } from './declared-stack';
import { type Accepts, type Finding, rejectFindings } from './findings';
import { refersTo } from './known-values';

export interface EncryptedDataOptions {
  /**
   * Address of the key that must encrypt everything, such as `aws_kms_key.data`.
   * @defaultValue any customer-managed key
   */
  readonly key?: string;
  /**
   * Reasons for accepting a fault, by address: `{ 'aws_sqs_queue.ticks': 'The messages contain no data.' }`.
   * @defaultValue none
   */
  readonly accepts?: Accepts;
}

/** Path of the attribute that contains the KMS key, by resource type. */
const keyPaths: Readonly<Record<string, string>> = {
  aws_athena_workgroup: 'configuration.result_configuration.encryption_configuration.kms_key_arn',
  aws_backup_vault: 'kms_key_arn',
  aws_cloudtrail: 'kms_key_id',
  aws_cloudwatch_log_group: 'kms_key_id',
  aws_db_instance: 'kms_key_id',
  aws_docdb_cluster: 'kms_key_id',
  aws_dynamodb_table: 'server_side_encryption.kms_key_arn',
  aws_ebs_volume: 'kms_key_id',
  aws_ecr_repository: 'encryption_configuration.kms_key',
  aws_efs_file_system: 'kms_key_id',
  aws_elasticache_replication_group: 'kms_key_id',
  aws_kinesis_firehose_delivery_stream: 'extended_s3_configuration.kms_key_arn',
  aws_kinesis_stream: 'kms_key_id',
  aws_lambda_function: 'kms_key_arn',
  aws_neptune_cluster: 'kms_key_arn',
  aws_opensearch_domain: 'encrypt_at_rest.kms_key_id',
  aws_rds_cluster: 'kms_key_id',
  aws_redshift_cluster: 'kms_key_id',
  aws_secretsmanager_secret: 'kms_key_id',
  aws_sfn_state_machine: 'encryption_configuration.kms_key_id',
  aws_sns_topic: 'kms_master_key_id',
  aws_sqs_queue: 'kms_master_key_id',
};

const bucketKeyPath = 'rule.apply_server_side_encryption_by_default.kms_master_key_id';

/**
 * Expects that all data at rest is encrypted with a KMS key in the account, not with a key that AWS owns or manages.
 * @throws Error with every fault and every unnecessary acceptance
 */
export function expectEncryptedData(stack: StackInput, { key, accepts }: EncryptedDataOptions = {}): void {
  const declared = declaredStack(stack);
  const stores = Object.entries(keyPaths).flatMap(([type, path]) =>
    declared.ofType(type).map((block) => ({ block, holder: block, path })),
  );
  const buckets = declared.ofType('aws_s3_bucket').map((block) => ({
    block,
    holder: encryptionOf(block, declared),
    path: bucketKeyPath,
  }));
  const faults = [...stores, ...buckets].flatMap(({ block: { address }, holder, path }): Finding[] => {
    const given = holder && declared.read(holder, path);
    const problem = keyFault(typeof given === 'string' ? given : '', key);
    const fix = `set ${holder === undefined ? 'aws_s3_bucket_server_side_encryption_configuration' : path} to ${key ?? 'the ARN of a key'}`;
    return problem === undefined ? [] : [{ address, problem, fix }];
  });
  rejectFindings({
    expectation: 'data is not encrypted with a key in the account',
    findings: [...declared.unchecked, ...faults],
    option: 'accepts',
    accepts,
  });
}

const encryptionOf = (bucket: Block, stack: DeclaredStack): Block | undefined =>
  stack
    .ofType('aws_s3_bucket_server_side_encryption_configuration')
    .find((block) => stack.named(block, 'bucket', { type: 'aws_s3_bucket', name: 'bucket' }) === bucket);

function keyFault(given: string, key: string | undefined): string | undefined {
  if (given === '') return 'has no KMS key';
  if (/(^|:)alias\/aws\//.test(given)) return `uses ${given}, a key that AWS manages`;
  return key === undefined || refersTo(given, key) ? undefined : `uses a key other than ${key}`;
}
