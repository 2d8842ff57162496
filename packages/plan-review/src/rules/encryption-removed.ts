import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isHarmlessRemoval } from './harmless-removal';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

const atRest = 'is no longer encrypted at rest';
const encryptedBy = (...path: readonly string[]) => unlessTrue(path, atRest);
const customerKey = (...path: readonly string[]) =>
  unlessSet(path, 'is no longer encrypted with a customer-managed key');
const withoutTls = 'accepts connections without TLS';
const domain = [
  encryptedBy('encrypt_at_rest', 'enabled'),
  unlessTrue(['node_to_node_encryption', 'enabled'], 'no longer encrypts traffic between its nodes'),
  whereFalse(['domain_endpoint_options', 'enforce_https'], withoutTls),
];

/** Settings that encrypt data. Keys are resource types. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/azurerm 4 */
export const encryptionSettings = byType<readonly Switch[]>({
  aws_athena_workgroup: [
    unlessSet(['configuration', 'result_configuration', 'encryption_configuration'], 'writes results unencrypted'),
  ],
  aws_cloudwatch_log_group: [customerKey('kms_key_id')],
  aws_db_instance: [encryptedBy('storage_encrypted')],
  aws_docdb_cluster: [encryptedBy('storage_encrypted')],
  aws_dynamodb_table: [
    unlessTrue(['server_side_encryption', 'enabled'], 'is encrypted with an AWS owned key instead of a KMS key'),
  ],
  aws_ebs_volume: [encryptedBy('encrypted')],
  aws_efs_file_system: [encryptedBy('encrypted')],
  aws_elasticache_replication_group: [
    encryptedBy('at_rest_encryption_enabled'),
    unlessTrue(['transit_encryption_enabled'], withoutTls),
  ],
  aws_elasticsearch_domain: domain,
  aws_kinesis_firehose_delivery_stream: [encryptedBy('server_side_encryption', 'enabled')],
  aws_kinesis_stream: [unlessOneOf(['encryption_type'], ['KMS'], atRest)],
  aws_msk_cluster: [
    whereOneOf(
      ['encryption_info', 'encryption_in_transit', 'client_broker'],
      ['PLAINTEXT', 'TLS_PLAINTEXT'],
      withoutTls,
    ),
    whereFalse(
      ['encryption_info', 'encryption_in_transit', 'in_cluster'],
      'no longer encrypts traffic between its brokers',
    ),
  ],
  aws_neptune_cluster: [encryptedBy('storage_encrypted')],
  aws_opensearch_domain: domain,
  aws_rds_cluster: [encryptedBy('storage_encrypted')],
  aws_redshift_cluster: [encryptedBy('encrypted')],
  aws_sfn_state_machine: [customerKey('encryption_configuration', 'kms_key_id')],
  aws_sns_topic: [unlessSet(['kms_master_key_id'], atRest)],
  aws_sqs_queue: [
    customerKey('kms_master_key_id'),
    whereFalse(['sqs_managed_sse_enabled'], 'is no longer encrypted by SQS'),
  ],
  azurerm_storage_account: [whereFalse(['https_traffic_only_enabled'], withoutTls)],
});

/** Consequence of deleting a resource that encrypts another resource. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_ebs_encryption_by_default: 'new volumes are not encrypted by default',
  aws_s3_bucket_server_side_encryption_configuration: "new objects are encrypted with S3's default key",
});

/** Reports data that will be stored or sent without encryption, or with weaker encryption. */
export const encryptionRemoved: Rule = (plan) => [
  ...switchedOff(plan, 'weaker encryption', encryptionSettings),
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined || isHarmlessRemoval(plan, change)) return [];
    return [
      { kind: 'weaker encryption', address: change.address, what: say`${change.address} is deleted: ${[without]}` },
    ];
  }),
];
