import type { Cancel } from '../clock';
import type { Collection, Store } from '../store';
import { type StreamMapping, type StreamMappingOptions, startStreamMapping } from './stream-mapping';

/** Event source mappings from streams. */
export interface StreamMappings {
  /** Adds a mapping and starts reading. An existing mapping with the same ID is replaced, but keeps its position. */
  add(mapping: StreamMapping): void;
  /** Stops a mapping and forgets its position. */
  remove(id: string): void;
}

interface RunningMapping {
  readonly stop: Cancel;
  /** Last processed sequence number, keyed by shard. */
  readonly positions: Collection<string>;
}

export function createStreamMappings(
  options: Omit<StreamMappingOptions, 'positions'> & { store: Store },
): StreamMappings {
  const started = new Map<string, RunningMapping>();
  return {
    add(mapping) {
      const before = started.get(mapping.id);
      before?.stop();
      const positions = before?.positions ?? options.store.collection(`stream-positions-${mapping.id}`);
      started.set(mapping.id, { positions, stop: startStreamMapping(mapping, { ...options, positions }) });
    },
    remove(id) {
      const mapping = started.get(id);
      mapping?.stop();
      for (const [shardId] of [...(mapping?.positions.entries() ?? [])]) mapping?.positions.delete(shardId);
    },
  };
}
