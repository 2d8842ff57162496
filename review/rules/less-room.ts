import { counted, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import type { Change } from '../plan/plan';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Room {
  readonly path: readonly string[];
  /** What there is less of: `execution`, and how: `at once`. */
  readonly of: readonly [noun: string, how: string];
  /** What becomes of more than that. */
  readonly more: string;
}

const units = (name: string, of: string): Room => ({
  path: [name],
  of: [`${of} unit`, ' a second'],
  more: 'what is more is refused',
});

/** How much goes through something at once. Terraform Registry, hashicorp/aws 6.25 */
const roomOf = byType<readonly Room[]>({
  aws_appautoscaling_target: [
    { path: ['max_capacity'], of: ['unit', ''], more: 'it does not grow beyond that, whatever comes' },
  ],
  aws_dynamodb_table: [units('read_capacity', 'read'), units('write_capacity', 'write')],
  aws_kinesis_stream: [
    {
      path: ['shard_count'],
      of: ['shard', ''],
      more: 'what is more than 1 MB or 1,000 records a second each is refused',
    },
  ],
  aws_lambda_event_source_mapping: [
    { path: ['parallelization_factor'], of: ['batch', ' of a shard at once'], more: 'records wait for longer' },
    { path: ['scaling_config', 'maximum_concurrency'], of: ['batch', ' at once'], more: 'messages wait for longer' },
  ],
  aws_lambda_function: [
    { path: ['reserved_concurrent_executions'], of: ['execution', ' at once'], more: 'what is more is throttled' },
  ],
});

/** Less goes through than before; what is set to nothing stands still, which `outage` tells. */
export const lessRoom: Rule = (plan) => [
  ...changedIn(plan).flatMap(capacityBounded),
  ...changedIn(plan).flatMap((change) =>
    (roomOf(change.type) ?? []).flatMap(({ path, of: [noun, how], more }): Danger[] => {
      const [was, is] = [change.before, change.after].map((values) => Number(valueAt(values, path) ?? 0));
      if (was === undefined || is === undefined || !(is > 0 && is < was) || isUnknownAt(change, path)) return [];
      const { address } = change;
      return [
        {
          kind: 'outage',
          address,
          what: say`${address} has room for ${words(`${counted(is, noun)}${how}`)} instead of ${was}: ${[more]}`,
        },
      ];
    }),
  ),
];

/** A table that took whatever came takes so many units a second. DynamoDB developer guide, "Throughput capacity" */
function capacityBounded({ type, address, before, after }: Change): readonly Danger[] {
  const isBounded = before['billing_mode'] === 'PAY_PER_REQUEST' && after['billing_mode'] === 'PROVISIONED';
  if (type !== 'aws_dynamodb_table' || !isBounded) return [];
  const [reads, writes] = ['read_capacity', 'write_capacity'].map((name) => counted(Number(after[name] ?? 0), 'unit'));
  const room = words(`${reads} of reads and ${writes} of writes a second`);
  return [{ kind: 'outage', address, what: say`${address} has room for ${room} instead of for whatever came` }];
}
