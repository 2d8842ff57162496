import type { MetricStore } from '../metrics';
import type { StoredQueue } from './fauxqs-stores';
import type { QueueActivity } from './queue-activity';

/** Queue gauges that CloudWatch records each minute. */
export interface QueueGauges {
  queue: string;
  /** Number of visible messages. */
  messages: number;
  /** Number of messages in flight: received, but neither deleted nor visible again. */
  inFlight: number;
  /** Age in seconds of the oldest message in the queue; 0 if the queue is empty. */
  oldestSeconds: number;
  /** Events that caused the visible messages, as far as they are known. */
  causes: readonly (number | undefined)[];
}

/** Records each queue's gauges at the end of a minute. */
export function recordGauges(
  gauges: readonly QueueGauges[],
  { metrics, at }: { metrics: MetricStore; at: number },
): void {
  for (const { queue, messages, inFlight, oldestSeconds, causes } of gauges) {
    const tags = { queuename: queue };
    metrics.record({ metric: 'aws.sqs.approximate_number_of_messages_visible', tags, value: messages, at, causes });
    metrics.record({ metric: 'aws.sqs.approximate_number_of_messages_not_visible', tags, value: inFlight, at });
    metrics.record({ metric: 'aws.sqs.approximate_age_of_oldest_message', tags, value: oldestSeconds, at, causes });
  }
}

/** Returns each queue's gauges. Source: SQS developer guide, "Available CloudWatch metrics". */
export const gaugesOf = (
  queues: readonly StoredQueue[],
  { now, causeOf }: { readonly now: number } & Pick<QueueActivity, 'causeOf'>,
): QueueGauges[] =>
  queues.map((queue) => {
    const { ready, delayed, inFlight } = queue.messages();
    const oldest = [...ready, ...delayed, ...inFlight].reduce((first, one) => Math.min(first, one.sentTimestamp), now);
    const oldestSeconds = Math.floor((now - oldest) / 1000);
    const causes = ready.map(causeOf);
    return { queue: queue.name, messages: ready.length, inFlight: inFlight.length, oldestSeconds, causes };
  });
