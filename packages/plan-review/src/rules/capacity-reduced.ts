import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { counted, type Phrase, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Room {
  readonly path: readonly string[];
  /** Where there are several blocks: which of them, the attribute that tells them apart, and what holds without them. */
  readonly each?: readonly [block: string, name: string, otherwise: string];
  /** Whether a missing or negative limit means unlimited. */
  readonly isOpen?: true;
  /** What there is less of: `execution`, and how: `at once`. */
  readonly of: readonly [noun: string, how: string];
  /** Consequence of exceeding the limit. */
  readonly more: string;
  /** Whether a reduction is a danger only if at most half is left: smaller ones save costs. */
  readonly fromHalfOn?: true;
}

const units = (name: string, of: string): Room => ({
  path: [name],
  of: [`${of} unit`, ' a second'],
  more: 'requests beyond it are throttled',
});

const requests = (path: readonly string[], how: string, each?: Room['each']): Room => ({
  path,
  of: ['request', how],
  more: 'requests beyond it are throttled',
  isOpen: true,
  ...(each !== undefined && { each }),
});
const ofRoutes = ['route_settings', 'route_key', 'default_route_settings'] as const;

const memory = (name: string): Room => ({
  path: [name],
  of: ['MB', ' of memory'],
  more: 'calls that need more fail, and others take longer',
  fromHalfOn: true,
});

/** Attributes that limit throughput. Terraform Registry, hashicorp/aws 6.25, hashicorp/google 7 */
const roomOf = byType<readonly Room[]>({
  aws_api_gateway_method_settings: [
    requests(['settings', 'throttling_rate_limit'], ' a second'),
    requests(['settings', 'throttling_burst_limit'], ' at once'),
  ],
  aws_api_gateway_usage_plan: [
    requests(['throttle_settings', 'rate_limit'], ' a second'),
    requests(['throttle_settings', 'burst_limit'], ' at once'),
  ],
  aws_apigatewayv2_stage: [
    requests(['default_route_settings', 'throttling_rate_limit'], ' a second'),
    requests(['default_route_settings', 'throttling_burst_limit'], ' at once'),
    requests(['throttling_rate_limit'], ' a second', ofRoutes),
    requests(['throttling_burst_limit'], ' at once', ofRoutes),
  ],
  aws_appautoscaling_target: [{ path: ['max_capacity'], of: ['unit', ''], more: 'it does not scale beyond that' }],
  aws_dynamodb_table: [units('read_capacity', 'read'), units('write_capacity', 'write')],
  aws_kinesis_stream: [
    {
      path: ['shard_count'],
      of: ['shard', ''],
      more: 'more than 1 MB or 1,000 records a second per shard is throttled',
    },
  ],
  aws_lambda_event_source_mapping: [
    { path: ['parallelization_factor'], of: ['batch', ' of a shard at once'], more: 'records wait longer' },
    { path: ['scaling_config', 'maximum_concurrency'], of: ['batch', ' at once'], more: 'messages wait longer' },
  ],
  aws_lambda_function: [
    {
      path: ['reserved_concurrent_executions'],
      of: ['execution', ' at once'],
      more: 'invocations beyond it are throttled',
    },
    memory('memory_size'),
  ],
  google_cloudfunctions_function: [memory('available_memory_mb')],
});

/** The capacity is lower than before; `outage` reports a capacity of 0. */
export const capacityReduced: Rule = (plan) => [
  ...changedIn(plan).flatMap(capacityBounded),
  ...changedIn(plan).flatMap(quotaLowered),
  ...changedIn(plan).flatMap((change) => (roomOf(change.type) ?? []).flatMap((room) => lowered(change, room))),
];

function lowered(change: Change, room: Room): readonly Danger[] {
  const { address } = change;
  const [noun, how] = room.of;
  return limitsOf(change, room)
    .filter(({ was, is }) => is > 0 && (room.fromHalfOn === true ? is <= was / 2 : is < was))
    .map(({ where, was, is }) => {
      const much = words(`${noun === 'MB' ? `${is} MB` : counted(is, noun)}${how}`);
      const than = was === Number.POSITIVE_INFINITY ? whateverCame : words(String(was));
      const what = say`${address}${where} has room for ${much} instead of ${than}: ${[room.more]}`;
      return { kind: 'outage', address, what };
    });
}

const whateverCame = words('an unlimited number');

interface Limits {
  readonly where: Phrase;
  readonly was: number;
  readonly is: number;
}

/** Of both sides of the resource, or of each of its blocks; none where only the apply will know them. */
function limitsOf(change: Change, room: Room): readonly Limits[] {
  const { before, after } = change;
  const { path, each } = room;
  const limit = (value: Value | undefined) => limitIn(value, room);
  if (each === undefined) {
    if (isUnknownAt(change, path)) return [];
    return [{ where: [], was: limit(valueAt(before, path)), is: limit(valueAt(after, path)) }];
  }
  const [block, name, otherwise] = each;
  if (isUnknownAt(change, [block]) || isUnknownAt(change, [otherwise, ...path])) return [];
  const blocksIn = ({ [block]: blocks }: ValueObject) => (blocks !== undefined && isList(blocks) ? blocks : []);
  return blocksIn(before).flatMap((one) => {
    const own = textAt(one, [name]);
    if (own === undefined) return [];
    const [was, is] = [before, after].map((side) => {
      const its = blocksIn(side).find((other) => textAt(other, [name]) === own);
      return valueAt(its ?? null, path) ?? valueAt(side, [otherwise, ...path]);
    });
    return [{ where: say` for ${own}`, was: limit(was), is: limit(is) }];
  });
}

function limitIn(value: Value | undefined, { isOpen }: Room): number {
  if (isOpen !== true) return Number(value ?? 0);
  const limit = Number(value ?? -1);
  return limit < 0 ? Number.POSITIVE_INFINITY : limit;
}

const daysOf = new Map([
  ['DAY', 1],
  ['WEEK', 7],
  ['MONTH', 30],
]);

/** Quotas of different periods are compared per day. */
function quotaLowered(change: Change): readonly Danger[] {
  const { type, address, before, after } = change;
  if (type !== 'aws_api_gateway_usage_plan' || isUnknownAt(change, ['quota_settings'])) return [];
  const [was, is] = [before, after].map((side) => {
    const limit = valueAt(side, ['quota_settings', 'limit']) ?? undefined;
    const period = textAt(side, ['quota_settings', 'period']) ?? '';
    return limit === undefined
      ? undefined
      : { limit: Number(limit), period, aDay: Number(limit) / (daysOf.get(period) ?? Number.NaN) };
  });
  if (is === undefined || !(is.aDay > 0 && is.aDay < (was?.aDay ?? Number.POSITIVE_INFINITY))) return [];
  const much = words(`${counted(is.limit, 'request')} a ${is.period.toLowerCase()}`);
  const than = was === undefined ? whateverCame : words(`${was.limit} a ${was.period.toLowerCase()}`);
  return [
    {
      kind: 'outage',
      address,
      what: say`${address} has room for ${much} instead of ${than}: requests beyond it are throttled`,
    },
  ];
}

/** A table with on-demand capacity gets provisioned capacity. DynamoDB developer guide, "Throughput capacity" */
function capacityBounded({ type, address, before, after }: Change): readonly Danger[] {
  const isBounded = before['billing_mode'] === 'PAY_PER_REQUEST' && after['billing_mode'] === 'PROVISIONED';
  if (type !== 'aws_dynamodb_table' || !isBounded) return [];
  const [reads, writes] = ['read_capacity', 'write_capacity'].map((name) => counted(Number(after[name] ?? 0), 'unit'));
  const room = words(`${reads} of reads and ${writes} of writes a second`);
  return [{ kind: 'outage', address, what: say`${address} has room for ${room} instead of ${whateverCame}` }];
}
