import type { Value } from '../../lib/terraform';
import { counted, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Retention {
  readonly path: readonly string[];
  readonly unit: 'second' | 'hour' | 'day';
  /** What is kept; undefined where it is the resource itself, once somebody has deleted it. */
  readonly what: string | undefined;
  /** What a value of 0 means. */
  readonly zero?: 'for ever';
}

const kept = (unit: Retention['unit'], what: string | undefined, ...path: readonly string[]): Retention => ({
  path,
  unit,
  what,
});
const forEver = (retention: Retention): Retention => ({ ...retention, zero: 'for ever' });
const backups = kept('day', 'backups', 'backup_retention_period');
const snapshots = kept('day', 'backups', 'snapshot_retention_limit');

/** For how long data is kept, by resource type. Terraform Registry, hashicorp/aws 6.25, DataDog/datadog 3.82 */
const retentionsOf = byType<readonly Retention[]>({
  aws_cloudtrail_event_data_store: [kept('day', 'data', 'retention_period')],
  aws_cloudwatch_event_archive: [forEver(kept('day', 'events', 'retention_days'))],
  aws_cloudwatch_log_group: [forEver(kept('day', 'data', 'retention_in_days'))],
  aws_db_instance: [backups],
  aws_docdb_cluster: [backups],
  aws_dynamodb_table: [kept('day', 'earlier states', 'point_in_time_recovery', 'recovery_period_in_days')],
  aws_elasticache_replication_group: [snapshots],
  aws_fsx_lustre_file_system: [kept('day', 'backups', 'automatic_backup_retention_days')],
  aws_fsx_windows_file_system: [kept('day', 'backups', 'automatic_backup_retention_days')],
  aws_kinesis_stream: [kept('hour', 'data', 'retention_period')],
  aws_kms_key: [kept('day', undefined, 'deletion_window_in_days')],
  aws_lambda_event_source_mapping: [forEver(kept('second', 'records that fail', 'maximum_record_age_in_seconds'))],
  aws_memorydb_cluster: [snapshots],
  aws_neptune_cluster: [backups],
  aws_rds_cluster: [backups],
  aws_redshift_cluster: [kept('day', 'backups', 'automated_snapshot_retention_period')],
  aws_s3_bucket_object_lock_configuration: [kept('day', 'what is locked', 'rule', 'default_retention', 'days')],
  aws_secretsmanager_secret: [kept('day', undefined, 'recovery_window_in_days')],
  aws_sqs_queue: [kept('second', 'data', 'message_retention_seconds')],
  aws_timestreamwrite_table: [
    kept('hour', 'data in memory', 'retention_properties', 'memory_store_retention_period_in_hours'),
    kept('day', 'data', 'retention_properties', 'magnetic_store_retention_period_in_days'),
  ],
  datadog_logs_index: [kept('day', 'logs', 'retention_days')],
});

/** Data is kept for a shorter time: what is older is deleted with the apply. */
export const retentionShortened: Rule = (plan) =>
  changedIn(plan).flatMap((change) =>
    (retentionsOf(change.type) ?? []).flatMap(({ path, unit, what, zero }): Danger[] => {
      const spanOf = (value: Value | undefined) => {
        const span = value === undefined || value === null ? Number.NaN : Number(value);
        return zero !== undefined && !(span > 0) ? Number.POSITIVE_INFINITY : span;
      };
      const [before, after] = [spanOf(valueAt(change.before, path)), spanOf(valueAt(change.after, path))];
      if (!(after < before) || isUnknownAt(change, path)) return [];
      const was = before === Number.POSITIVE_INFINITY ? 'for ever' : counted(before, unit);
      const is = words(counted(after, unit));
      const told =
        what === undefined
          ? say`${change.address} can be had back for ${is} once somebody deletes it instead of ${[was]}`
          : say`${change.address} keeps ${[what]} for ${is} instead of ${[was]}: what is older is deleted`;
      return [{ kind: 'data lost', address: change.address, what: told }];
    }),
  );
