import type { Fleet } from '../fleet-usage';
import { kilobyte, secondsAMonth } from '../month';
import { blockOf, numberOf, type Resource, textOf } from '../resource';
import type { InvocationLoad } from './function-flow';

/** Number of records per month, and the size of each record in bytes. */
export interface Load {
  readonly count: number;
  readonly bytes: number;
}

export interface StreamLoad {
  readonly stream: Resource;
  readonly loads: readonly Load[];
  readonly isOnDemand: boolean;
  readonly declaredShards: number;
  /** Number of shards that peak traffic fills; may be fractional. */
  readonly filledShards: number;
}

/** Capacity of a shard per second. Source: Kinesis developer guide, "Quotas and limits". */
export const shardTakes = { records: 1000, bytes: 2 ** 20 } as const;

/** Size in bytes of the units in which Kinesis bills records. */
export const putUnit = 25 * kilobyte;

export const countOf = (loads: readonly Load[]): number => loads.reduce((sum, { count }) => sum + count, 0);
export const bytesOf = (loads: readonly Load[]): number =>
  loads.reduce((sum, { count, bytes }) => sum + count * bytes, 0);

export function streamLoad(stream: Resource, loads: readonly Load[], { peak }: Fleet): StreamLoad {
  const records = (countOf(loads) / secondsAMonth) * peak;
  const bytes = (bytesOf(loads) / secondsAMonth) * peak;
  const mode = blockOf(stream.attributes, 'stream_mode_details');
  return {
    stream,
    loads,
    isOnDemand: mode !== undefined && textOf(mode, 'stream_mode') === 'ON_DEMAND',
    declaredShards: numberOf(stream.attributes, 'shard_count') ?? 1,
    filledShards: Math.max(records / shardTakes.records, bytes / shardTakes.bytes),
  };
}

/** Returns the number of billed shards: the declared number, or more if the fleet needs more. */
export const shardsOf = ({ declaredShards, filledShards }: StreamLoad): number =>
  Math.max(declaredShards, Math.ceil(filledShards));

/**
 * Returns the number of batches that a mapping reads from a stream, and the total number of records. Lambda polls each
 * shard once per second, or once per batching window. Source: Lambda developer guide, "How Lambda processes records
 * from stream and queue-based event sources"
 */
export function batchesOf(mapping: Resource, load: StreamLoad): InvocationLoad {
  const records = countOf(load.loads);
  const window = Math.max(1, numberOf(mapping.attributes, 'maximum_batching_window_in_seconds') ?? 0);
  const size = numberOf(mapping.attributes, 'batch_size') ?? 100;
  const waiting = (records / secondsAMonth / shardsOf(load)) * window;
  return { items: records, invocations: records / Math.min(size, Math.max(1, waiting)) };
}
