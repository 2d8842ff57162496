import type { Cancel } from '../clock';
import type { Messaging } from '../messaging/messaging';
import { type QueueMapping, type QueueMappingOptions, startQueueMapping } from './queue-mapping';

/** Event source mappings from queues. */
export interface QueueMappings {
  /**
   * Adds a mapping.
   * @throws Error if the queue is not declared yet
   */
  add(id: string, mapping: QueueMapping): void;
  /** Stops a mapping. */
  remove(id: string): void;
  /** Starts reading the queues. All policies of the stacks must be declared before this call. */
  start(): void;
  stop(): void;
}

export function createQueueMappings(
  options: QueueMappingOptions & { messaging: Pick<Messaging, 'queue'> },
): QueueMappings {
  const waiting = new Map<string, () => Cancel>();
  const started = new Map<string, Cancel>();
  let isStarted = false;
  const remove = (id: string) => {
    started.get(id)?.();
    started.delete(id);
  };
  const startWaiting = () => {
    for (const [id, begin] of waiting) started.set(id, begin());
    waiting.clear();
  };
  return {
    add(id, mapping) {
      remove(id);
      const queue = options.messaging.queue(mapping.queueArn);
      if (queue === undefined)
        throw new Error(`event_source_arn: no queue ${mapping.queueArn} is declared before this resource`);
      waiting.set(id, () => startQueueMapping(mapping, queue, options));
      if (isStarted) startWaiting();
    },
    remove,
    start() {
      isStarted = true;
      startWaiting();
    },
    stop() {
      for (const end of started.values()) end();
      started.clear();
    },
  };
}
