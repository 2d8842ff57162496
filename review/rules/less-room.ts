import { isList, type Value } from '../../lib/terraform';
import { counted, type Phrase, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Room {
  readonly path: readonly string[];
  /** Where there are several blocks: which of them, and the attribute that tells them apart. */
  readonly each?: readonly [block: string, name: string];
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

const requests = (path: readonly string[], how: string, each?: Room['each']): Room => ({
  path,
  of: ['request', how],
  more: 'what is more is refused',
  ...(each !== undefined && { each }),
});

/** How much goes through something at once. Terraform Registry, hashicorp/aws 6.25 */
const roomOf = byType<readonly Room[]>({
  aws_api_gateway_method_settings: [
    requests(['settings', 'throttling_rate_limit'], ' a second'),
    requests(['settings', 'throttling_burst_limit'], ' at once'),
  ],
  aws_api_gateway_usage_plan: [
    requests(['throttle_settings', 'rate_limit'], ' a second'),
    requests(['throttle_settings', 'burst_limit'], ' at once'),
    requests(['quota_settings', 'limit'], ' in its period'),
  ],
  aws_apigatewayv2_stage: [
    requests(['default_route_settings', 'throttling_rate_limit'], ' a second'),
    requests(['default_route_settings', 'throttling_burst_limit'], ' at once'),
    requests(['throttling_rate_limit'], ' a second', ['route_settings', 'route_key']),
    requests(['throttling_burst_limit'], ' at once', ['route_settings', 'route_key']),
  ],
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
    (roomOf(change.type) ?? []).flatMap((room) =>
      sidesOf(change, room).flatMap(({ where, sides }): Danger[] => {
        const { address } = change;
        const {
          path,
          of: [noun, how],
          more,
        } = room;
        const [was, is] = sides.map((side) => Number(valueAt(side, path) ?? 0));
        if (was === undefined || is === undefined || !(is > 0 && is < was)) return [];
        const much = words(`${counted(is, noun)}${how}`);
        return [
          { kind: 'outage', address, what: say`${address}${where} has room for ${much} instead of ${was}: ${[more]}` },
        ];
      }),
    ),
  ),
];

interface Sides {
  readonly where: Phrase;
  readonly sides: readonly [before: Value, after: Value];
}

/** Both sides of the resource, or of each of its blocks; none where only the apply will know them. */
function sidesOf(change: Change, { path, each }: Room): readonly Sides[] {
  const { before, after } = change;
  if (each === undefined) return isUnknownAt(change, path) ? [] : [{ where: [], sides: [before, after] }];
  const [block, name] = each;
  if (isUnknownAt(change, [block])) return [];
  const [was, is] = [before, after].map(({ [block]: blocks }) =>
    blocks !== undefined && isList(blocks) ? blocks : [],
  );
  return (was ?? []).flatMap((one) => {
    const own = textAt(one, [name]);
    const other = is?.find((next) => textAt(next, [name]) === own);
    return own === undefined || other === undefined ? [] : [{ where: say` for ${own}`, sides: [one, other] as const }];
  });
}

/** A table that took whatever came takes so many units a second. DynamoDB developer guide, "Throughput capacity" */
function capacityBounded({ type, address, before, after }: Change): readonly Danger[] {
  const isBounded = before['billing_mode'] === 'PAY_PER_REQUEST' && after['billing_mode'] === 'PROVISIONED';
  if (type !== 'aws_dynamodb_table' || !isBounded) return [];
  const [reads, writes] = ['read_capacity', 'write_capacity'].map((name) => counted(Number(after[name] ?? 0), 'unit'));
  const room = words(`${reads} of reads and ${writes} of writes a second`);
  return [{ kind: 'outage', address, what: say`${address} has room for ${room} instead of for whatever came` }];
}
