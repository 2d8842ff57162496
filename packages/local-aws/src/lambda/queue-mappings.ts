import type { Cancel } from '../clock';
import type { Messaging } from '../messaging/messaging';
import { type QueueMapping, type QueueMappingOptions, startQueueMapping } from './queue-mapping';

/** Event source mappings from queues. */
export interface QueueMappings {
  /**
   * Adds a mapping.
   * @throws Error if the queue is not declared yet
   */
  add(mapping: QueueMapping): void;
  /** Starts reading. Callers must wait until all of the stacks' policies are declared. */
  start(): void;
  stop(): void;
}

export function createQueueMappings(
  options: QueueMappingOptions & { messaging: Pick<Messaging, 'queue'> },
): QueueMappings {
  const waiting: (() => Cancel)[] = [];
  const started: Cancel[] = [];
  return {
    add(mapping) {
      const queue = options.messaging.queue(mapping.queueArn);
      if (queue === undefined)
        throw new Error(`event_source_arn: no queue ${mapping.queueArn} is declared before this resource`);
      waiting.push(() => startQueueMapping(mapping, queue, options));
    },
    start() {
      for (const begin of waiting.splice(0)) started.push(begin());
    },
    stop() {
      for (const end of started.splice(0)) end();
    },
  };
}
