import type { Clock } from '../clock';
import { perPlatform } from '../per-platform';
import type { Store } from '../store';
import type { MappingAttributes } from './mapping-attributes';

/** Event source mapping, as declared in Terraform. */
export interface DeclaredMapping {
  id: string;
  arn: string;
  functionArn: string;
  attributes: MappingAttributes;
}

export type EventSourceMapping = DeclaredMapping & {
  /** Time of the declaration, in ms since the epoch. */
  modifiedAt: number;
};

/** Registry of the declared event source mappings, including disabled mappings. */
export interface EventSourceMappings {
  set(mapping: DeclaredMapping): void;
  remove(id: string): void;
  find(id: string): EventSourceMapping | undefined;
  all(): readonly EventSourceMapping[];
}

export const eventSourceMappingsOf = perPlatform(({ clock }: { clock: Pick<Clock, 'now'>; store: Store }) => {
  const mappings = new Map<string, EventSourceMapping>();
  const registry: EventSourceMappings = {
    set: (mapping) => void mappings.set(mapping.id, { ...mapping, modifiedAt: clock.now() }),
    remove: (id) => void mappings.delete(id),
    find: (id) => mappings.get(id),
    all: () => [...mappings.values()],
  };
  return registry;
});
