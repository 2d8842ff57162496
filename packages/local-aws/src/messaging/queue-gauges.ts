import type { MetricStore } from '../metrics';
import type { StoredQueue } from './fauxqs-stores';

/** Queue gauges that CloudWatch records each minute. */
export interface QueueGauges {
  queue: string;
  /** Number of visible messages. */
  messages: number;
  /** Number of messages in flight: received, but neither deleted nor visible again. */
  inFlight: number;
  /** Age in seconds of the oldest message in the queue; 0 if the queue is empty. */
  oldestSeconds: number;
}

/** Records each queue's gauges at the end of a minute. */
export function recordGauges(
  gauges: readonly QueueGauges[],
  { metrics, at }: { metrics: MetricStore; at: number },
): void {
  for (const { queue, messages, inFlight, oldestSeconds } of gauges) {
    const tags = { queuename: queue };
    metrics.record({ metric: 'aws.sqs.approximate_number_of_messages_visible', tags, value: messages, at });
    metrics.record({ metric: 'aws.sqs.approximate_number_of_messages_not_visible', tags, value: inFlight, at });
    metrics.record({ metric: 'aws.sqs.approximate_age_of_oldest_message', tags, value: oldestSeconds, at });
  }
}

/** Returns each queue's gauges. Source: SQS developer guide, "Available CloudWatch metrics". */
export const gaugesOf = (queues: readonly StoredQueue[], now: number): QueueGauges[] =>
  queues.map((queue) => {
    const { ready, delayed, inFlight } = queue.messages();
    const oldest = [...ready, ...delayed, ...inFlight].reduce((first, one) => Math.min(first, one.sentTimestamp), now);
    const oldestSeconds = Math.floor((now - oldest) / 1000);
    return { queue: queue.name, messages: ready.length, inFlight: inFlight.length, oldestSeconds };
  });
