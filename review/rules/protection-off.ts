import { isList, isObject, type Value } from '../../lib/terraform';
import { type Phrase, say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Change } from '../plan/plan';
import type { Danger, Rule } from './rule';

interface Protection {
  /** Inside of blocks: `point_in_time_recovery`, `enabled`. */
  readonly path: readonly string[];
  /** Whether the value protects. Undefined stands for a value that is not set. */
  readonly protects: (value: Value | undefined) => boolean;
  readonly lost: string;
}

const whereTrue = (path: readonly string[], lost: string): Protection => ({
  path,
  protects: (value) => value === true,
  lost,
});
const deletion = (name: string) => whereTrue([name], 'can be deleted from now on');
const isSet = (value: Value | undefined) =>
  value !== undefined && value !== null && value !== '' && value !== 'PLAINTEXT';

/** What protects data, by resource type. */
const protectionsOf = byType<readonly Protection[]>({
  aws_cognito_user_pool: [
    { path: ['deletion_protection'], protects: (value) => value === 'ACTIVE', lost: 'can be deleted from now on' },
  ],
  aws_db_instance: [deletion('deletion_protection'), whereTrue(['storage_encrypted'], 'is no longer encrypted')],
  aws_dynamodb_table: [
    deletion('deletion_protection_enabled'),
    whereTrue(['point_in_time_recovery', 'enabled'], 'cannot be restored to an earlier moment any more'),
    whereTrue(['server_side_encryption', 'enabled'], 'is no longer encrypted with its own key'),
  ],
  aws_kinesis_stream: [
    { path: ['encryption_type'], protects: (value) => value === 'KMS', lost: 'is no longer encrypted' },
  ],
  aws_kms_key: [whereTrue(['enable_key_rotation'], 'is no longer rotated')],
  aws_cloudwatch_log_group: [
    { path: ['kms_key_id'], protects: isSet, lost: 'is no longer encrypted with its own key' },
  ],
  aws_rds_cluster: [deletion('deletion_protection'), whereTrue(['storage_encrypted'], 'is no longer encrypted')],
  aws_s3_bucket: [
    { path: ['force_destroy'], protects: (value) => value !== true, lost: 'can be destroyed with its objects' },
  ],
  aws_s3_bucket_public_access_block: [
    'block_public_acls',
    'block_public_policy',
    'ignore_public_acls',
    'restrict_public_buckets',
  ].map((name) => whereTrue([name], 'lets more of the public in')),
  aws_s3_bucket_versioning: [
    {
      path: ['versioning_configuration', 'status'],
      protects: (value) => value === 'Enabled',
      lost: 'keeps no versions: what is overwritten is gone',
    },
  ],
  aws_sns_topic: [{ path: ['kms_master_key_id'], protects: isSet, lost: 'is no longer encrypted' }],
  aws_sqs_queue: [
    {
      path: ['redrive_policy'],
      protects: isSet,
      lost: 'drops what fails again and again, without a dead-letter queue',
    },
  ],
});

/** Something that protected data does so no longer. */
export const protectionOff: Rule = (plan) => [
  ...changesOf(plan, 'update', 'replace').flatMap((change) =>
    (protectionsOf(change.type) ?? []).flatMap(({ path, protects, lost }): Danger[] => {
      const [before, after] = [valueAt(change.before, path), valueAt(change.after, path)];
      if (isUnknownAt(change, path) || !protects(before) || protects(after)) return [];
      return [dangerOf(change, say`${change.address} ${[lost]} (${path.join('.')})`)];
    }),
  ),
  ...changesOf(plan, 'delete')
    .filter(({ type }) => type === 'aws_s3_bucket_public_access_block' || type === 'aws_s3_bucket_versioning')
    .map((change) => dangerOf(change, say`${change.address} is deleted: it protected a bucket`)),
];

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'data lost', address, what });

/** A value inside of blocks, of which Terraform writes one as a list of one. */
export function valueAt(value: Value, path: readonly string[]): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const block = isList(value) ? value[0] : value;
  const inside = block !== undefined && isObject(block) ? block[step] : undefined;
  return inside === undefined ? undefined : valueAt(inside, rest);
}

const isUnknownAt = ({ unknown }: Change, [name = '']: readonly string[]) =>
  isObject(unknown) && unknown[name] !== undefined && unknown[name] !== false && valueAt(unknown, [name]) === true;
