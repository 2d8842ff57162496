import type { Value } from '../../lib/terraform';
import { counted, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { valueAt } from './protection-off';
import type { Danger, Rule } from './rule';

interface Retention {
  readonly path: readonly string[];
  readonly unit: string;
  /** What a value of 0 means. */
  readonly zero?: 'for ever';
}

/** For how long data is kept, by resource type. */
const retentionsOf = byType<readonly Retention[]>({
  aws_cloudwatch_log_group: [{ path: ['retention_in_days'], unit: 'day', zero: 'for ever' }],
  aws_db_instance: [{ path: ['backup_retention_period'], unit: 'day' }],
  aws_kinesis_stream: [{ path: ['retention_period'], unit: 'hour' }],
  aws_rds_cluster: [{ path: ['backup_retention_period'], unit: 'day' }],
  aws_s3_bucket_lifecycle_configuration: [
    { path: ['rule', 'expiration', 'days'], unit: 'day', zero: 'for ever' },
    { path: ['rule', 'noncurrent_version_expiration', 'noncurrent_days'], unit: 'day', zero: 'for ever' },
  ],
  aws_sqs_queue: [{ path: ['message_retention_seconds'], unit: 'second' }],
});

/** Data is kept for a shorter time: what is older is deleted with the apply. */
export const retentionShortened: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change) =>
    (retentionsOf(change.type) ?? []).flatMap(({ path, unit, zero }): Danger[] => {
      const spanOf = (value: Value | undefined) => {
        const span = value === undefined || value === null ? Number.NaN : Number(value);
        return zero !== undefined && !(span > 0) ? Number.POSITIVE_INFINITY : span;
      };
      const [before, after] = [spanOf(valueAt(change.before, path)), spanOf(valueAt(change.after, path))];
      if (!(after < before)) return [];
      const was = before === Number.POSITIVE_INFINITY ? 'for ever' : `for ${counted(before, unit)}`;
      const what = say`${change.address} keeps data for ${words(counted(after, unit))}, before ${[was]}: what is older is deleted`;
      return [{ kind: 'data lost', address: change.address, what }];
    }),
  );
