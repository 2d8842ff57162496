import type { Cancel } from '../clock';
import type { Messaging } from '../messaging/messaging';
import { type QueueMapping, type QueueMappingOptions, startQueueMapping } from './queue-mapping';

/** Event source mappings from queues. */
export interface QueueMappings {
  /** @throws Error if the queue is not declared before the mapping */
  add(mapping: QueueMapping): void;
  /** Starts to read, once every policy of the stacks is there. */
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
        throw new Error(`event_source_arn: no queue is declared before it as ${mapping.queueArn}`);
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
