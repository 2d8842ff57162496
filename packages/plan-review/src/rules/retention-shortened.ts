import type { Value } from '@himeshima/terraform-json';
import { counted, say, words } from '../phrase';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Retention {
  readonly path: readonly string[];
  readonly unit: 'second' | 'hour' | 'day';
  /** Name of the data. Undefined for a recovery window, in which a deleted resource can be restored. */
  readonly what: string | undefined;
  /** Whether a retention period of 0 means unlimited. */
  readonly isZeroUnlimited?: true;
}

const kept = (unit: Retention['unit'], what: string | undefined, ...path: readonly string[]): Retention => ({
  path,
  unit,
  what,
});
const unlimitedAtZero = (retention: Retention): Retention => ({ ...retention, isZeroUnlimited: true });
const backups = kept('day', 'backups', 'backup_retention_period');
const snapshots = kept('day', 'backups', 'snapshot_retention_limit');

/** Retention periods. Keys are resource types. Source: Terraform Registry, hashicorp/aws 6.25, DataDog/datadog 3.82 */
const retentionsOf = byType<readonly Retention[]>({
  aws_cloudtrail_event_data_store: [kept('day', 'data', 'retention_period')],
  aws_cloudwatch_event_archive: [unlimitedAtZero(kept('day', 'events', 'retention_days'))],
  aws_cloudwatch_log_group: [unlimitedAtZero(kept('day', 'data', 'retention_in_days'))],
  aws_db_instance: [backups],
  aws_docdb_cluster: [backups],
  aws_dynamodb_table: [kept('day', 'restore points', 'point_in_time_recovery', 'recovery_period_in_days')],
  aws_elasticache_replication_group: [snapshots],
  aws_fsx_lustre_file_system: [kept('day', 'backups', 'automatic_backup_retention_days')],
  aws_fsx_windows_file_system: [kept('day', 'backups', 'automatic_backup_retention_days')],
  aws_kinesis_stream: [kept('hour', 'data', 'retention_period')],
  aws_kms_key: [kept('day', undefined, 'deletion_window_in_days')],
  aws_lambda_event_source_mapping: [
    unlimitedAtZero(kept('second', 'failing records', 'maximum_record_age_in_seconds')),
  ],
  aws_memorydb_cluster: [snapshots],
  aws_neptune_cluster: [backups],
  aws_rds_cluster: [backups],
  aws_redshift_cluster: [kept('day', 'backups', 'automated_snapshot_retention_period')],
  aws_s3_bucket_object_lock_configuration: [kept('day', 'locked objects', 'rule', 'default_retention', 'days')],
  aws_secretsmanager_secret: [kept('day', undefined, 'recovery_window_in_days')],
  aws_sqs_queue: [kept('second', 'data', 'message_retention_seconds')],
  aws_timestreamwrite_table: [
    kept('hour', 'data in memory', 'retention_properties', 'memory_store_retention_period_in_hours'),
    kept('day', 'data', 'retention_properties', 'magnetic_store_retention_period_in_days'),
  ],
  datadog_logs_index: [kept('day', 'logs', 'retention_days')],
});

/** Returns the paths of the retention periods of a resource type. */
export const retentionPaths = (type: string): readonly (readonly string[])[] =>
  (retentionsOf(type) ?? []).map(({ path }) => path);

/** Reports shorter retention periods. After the apply, data older than the new period is deleted. */
export const retentionShortened: Rule = (plan) =>
  changedIn(plan).flatMap((change) =>
    (retentionsOf(change.type) ?? []).flatMap(({ path, unit, what, isZeroUnlimited }): Danger[] => {
      const spanOf = (value: Value | undefined) => {
        const span = value === undefined || value === null ? Number.NaN : Number(value);
        return isZeroUnlimited === true && !(span > 0) ? Number.POSITIVE_INFINITY : span;
      };
      const [before, after] = [spanOf(valueAt(change.before, path)), spanOf(valueAt(change.after, path))];
      if (!(after < before) || isUnknownAt(change, path)) return [];
      const was = before === Number.POSITIVE_INFINITY ? 'indefinitely' : spanText(before, unit);
      const is = words(spanText(after, unit));
      const { address } = change;
      const attribute = path.join('.');
      return what === undefined
        ? [
            {
              kind: 'weaker protection',
              address,
              attribute,
              what: say`${address} has a recovery window of ${is} instead of ${before} for deletions`,
            },
          ]
        : [
            {
              kind: 'data loss',
              address,
              attribute,
              what:
                after === 0
                  ? say`${address} no longer keeps ${[what]} (${attribute} is 0 instead of ${[was]})`
                  : say`${address} keeps ${[what]} for ${is} instead of ${[was]}: older data is deleted`,
            },
          ];
    }),
  );

const longerUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Formats a period. A period in seconds is shown in the largest unit that divides it: 1,209,600 seconds are `14 days`. */
function spanText(count: number, unit: Retention['unit']): string {
  const longer = unit === 'second' ? longerUnits.find(([, seconds]) => count > 0 && count % seconds === 0) : undefined;
  return longer === undefined ? counted(count, unit) : counted(count / longer[1], longer[0]);
}
