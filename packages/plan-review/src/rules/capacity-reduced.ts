import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { counted, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Capacity {
  readonly path: readonly string[];
  /** Name of a repeated block, the attribute that identifies each block, and the name of the default block. */
  readonly each?: readonly [block: string, name: string, otherwise: string];
  /** Whether a missing or negative limit means unlimited. */
  readonly isUnlimitedByDefault?: true;
  /** Unit of the limit, and the words that follow the unit: `request`, ` per second`. */
  readonly of: readonly [noun: string, suffix: string];
  /** Verb before the limit (default: `allows`). */
  readonly verb?: string;
  /** Consequence of exceeding the limit. */
  readonly beyond: string;
  /** Whether only a reduction to half or less is reported. Smaller reductions are usually intended to save costs. */
  readonly onlyIfHalved?: true;
}

const units = (name: string, of: string): Capacity => ({
  path: [name],
  of: [`${of} unit`, ' per second'],
  beyond: 'further requests are throttled',
});

const requests = (path: readonly string[], suffix: string, each?: Capacity['each']): Capacity => ({
  path,
  of: ['request', suffix],
  beyond: 'further requests are throttled',
  isUnlimitedByDefault: true,
  ...(each !== undefined && { each }),
});
const ofRoutes = ['route_settings', 'route_key', 'default_route_settings'] as const;

const memory = (name: string): Capacity => ({
  path: [name],
  of: ['MB', ' of memory'],
  verb: 'has',
  beyond: 'invocations that need more memory fail, and other invocations take longer',
  onlyIfHalved: true,
});

/** Attributes that limit throughput. Keys are resource types. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/google 7 */
const capacitiesOf = byType<readonly Capacity[]>({
  aws_api_gateway_method_settings: [
    requests(['settings', 'throttling_rate_limit'], ' per second'),
    requests(['settings', 'throttling_burst_limit'], ' in a burst'),
  ],
  aws_api_gateway_usage_plan: [
    requests(['throttle_settings', 'rate_limit'], ' per second'),
    requests(['throttle_settings', 'burst_limit'], ' in a burst'),
  ],
  aws_apigatewayv2_stage: [
    requests(['default_route_settings', 'throttling_rate_limit'], ' per second'),
    requests(['default_route_settings', 'throttling_burst_limit'], ' in a burst'),
    requests(['throttling_rate_limit'], ' per second', ofRoutes),
    requests(['throttling_burst_limit'], ' in a burst', ofRoutes),
  ],
  aws_appautoscaling_target: [
    { path: ['max_capacity'], of: ['unit', ''], verb: 'scales to at most', beyond: 'additional load is not handled' },
  ],
  aws_dynamodb_table: [units('read_capacity', 'read'), units('write_capacity', 'write')],
  aws_kinesis_stream: [
    {
      path: ['shard_count'],
      of: ['shard', ''],
      verb: 'has',
      beyond: 'writes beyond 1 MB or 1,000 records per second per shard are throttled',
    },
  ],
  aws_lambda_event_source_mapping: [
    { path: ['parallelization_factor'], of: ['concurrent batch', ' per shard'], beyond: 'records wait longer' },
    { path: ['scaling_config', 'maximum_concurrency'], of: ['concurrent batch', ''], beyond: 'messages wait longer' },
  ],
  aws_lambda_function: [
    {
      path: ['reserved_concurrent_executions'],
      of: ['concurrent execution', ''],
      beyond: 'further invocations are throttled',
    },
    memory('memory_size'),
  ],
  google_cloudfunctions_function: [memory('available_memory_mb')],
});

/** Returns the paths of the attributes that limit the throughput of a resource. A change that the rule does not report is harmless. */
export const capacityPaths = (type: string): readonly (readonly string[])[] =>
  (capacitiesOf(type) ?? []).map(({ path }) => path);

/** Reports lower capacities, except for a capacity of 0, which the `outage` rule reports. */
export const capacityReduced: Rule = (plan) => [
  ...changedIn(plan).flatMap(capacityBounded),
  ...changedIn(plan).flatMap(quotaLowered),
  ...changedIn(plan).flatMap((change) =>
    (capacitiesOf(change.type) ?? []).flatMap((capacity) => lowered(change, capacity)),
  ),
];

function lowered(change: Change, capacity: Capacity): readonly Danger[] {
  const { address } = change;
  const [noun, suffix] = capacity.of;
  return limitsOf(change, capacity)
    .filter(({ was, is }) => is > 0 && (capacity.onlyIfHalved === true ? is <= was / 2 : is < was))
    .map(({ where, was, is }) => {
      const now = words(`${noun === 'MB' ? `${is} MB` : counted(is, noun)}${suffix}`);
      const before = was === Number.POSITIVE_INFINITY ? unlimited : words(String(was));
      const what = say`${address}${where} ${[capacity.verb ?? 'allows']} ${now} instead of ${before}: ${[capacity.beyond]}`;
      return {
        kind: 'outage',
        address,
        attribute: [...(capacity.each?.slice(0, 1) ?? []), ...capacity.path].join('.'),
        what,
      };
    });
}

const unlimited = words('an unlimited number');

interface Limits {
  readonly where: Phrase;
  readonly was: number;
  readonly is: number;
}

/** Returns the limits of a resource, or of each of its blocks, before and after the change. Omits limits known only after apply. */
function limitsOf(change: Change, capacity: Capacity): readonly Limits[] {
  const { before, after } = change;
  const { path, each } = capacity;
  const limit = (value: Value | undefined) => limitIn(value, capacity);
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

function limitIn(value: Value | undefined, { isUnlimitedByDefault }: Capacity): number {
  if (isUnlimitedByDefault !== true) return Number(value ?? 0);
  const limit = Number(value ?? -1);
  return limit < 0 ? Number.POSITIVE_INFINITY : limit;
}

const daysOf = new Map([
  ['DAY', 1],
  ['WEEK', 7],
  ['MONTH', 30],
]);

/** Reports lower quotas of usage plans. Compares quotas per day, because their periods may differ. */
function quotaLowered(change: Change): readonly Danger[] {
  const { type, address, before, after } = change;
  if (type !== 'aws_api_gateway_usage_plan' || isUnknownAt(change, ['quota_settings'])) return [];
  const [was, is] = [before, after].map((side) => {
    const limit = valueAt(side, ['quota_settings', 'limit']) ?? undefined;
    const period = textAt(side, ['quota_settings', 'period']) ?? '';
    return limit === undefined
      ? undefined
      : { limit: Number(limit), period, perDay: Number(limit) / (daysOf.get(period) ?? Number.NaN) };
  });
  if (is === undefined || !(is.perDay > 0 && is.perDay < (was?.perDay ?? Number.POSITIVE_INFINITY))) return [];
  const now = words(`${counted(is.limit, 'request')} per ${is.period.toLowerCase()}`);
  const earlier = was === undefined ? unlimited : words(`${was.limit} per ${was.period.toLowerCase()}`);
  return [
    {
      kind: 'outage',
      address,
      what: say`${address} allows ${now} instead of ${earlier}: further requests are throttled`,
    },
  ];
}

/**
 * Reports tables that switch from on-demand to provisioned capacity.
 * Source: DynamoDB developer guide, "Throughput capacity"
 */
function capacityBounded({ type, address, before, after }: Change): readonly Danger[] {
  const isBounded = before['billing_mode'] === 'PAY_PER_REQUEST' && after['billing_mode'] === 'PROVISIONED';
  if (type !== 'aws_dynamodb_table' || !isBounded) return [];
  const [reads = 0, writes = 0] = ['read_capacity', 'write_capacity'].map((name) => Number(after[name] ?? 0));
  const provisioned = words(`${counted(reads, 'read unit')} and ${counted(writes, 'write unit')} per second`);
  return [{ kind: 'outage', address, what: say`${address} allows ${provisioned} instead of scaling on demand` }];
}
