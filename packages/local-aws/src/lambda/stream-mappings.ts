import type { Cancel } from '../clock';
import { type StreamMapping, type StreamMappingOptions, startStreamMapping } from './stream-mapping';

/** Event source mappings from streams. */
export interface StreamMappings {
  /** Adds a mapping, which starts reading. */
  add(mapping: StreamMapping): void;
  /** Stops a mapping. A batch that is being processed is read again by the next mapping with the same ID. */
  remove(id: string): void;
}

export function createStreamMappings(options: StreamMappingOptions): StreamMappings {
  const started = new Map<string, Cancel>();
  return {
    add: (mapping) => void started.set(mapping.id, startStreamMapping(mapping, options)),
    remove(id) {
      started.get(id)?.();
      started.delete(id);
    },
  };
}
