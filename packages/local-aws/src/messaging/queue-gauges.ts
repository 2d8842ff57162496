import type { MetricStore } from '../metrics';
import type { FauxqsStores } from './fauxqs-stores';

/** What CloudWatch gauges of a queue each minute. */
export interface QueueGauges {
  queue: string;
  /** That wait, and are not being worked on. */
  messages: number;
  /** That are in flight: received, and neither deleted nor visible again. */
  inFlight: number;
  /** Of all that are not deleted; 0 where there is none. */
  oldestSeconds: number;
}

type SqsStore = FauxqsStores['sqsStore'];

/** At the end of each minute. */
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

/** Of each queue. Source: SQS developer guide, "Available CloudWatch metrics". */
export function gaugesOf(sqsStore: SqsStore, now: number): QueueGauges[] {
  return sqsStore.listQueues().map((queue) => {
    // fauxqs ends an invisibility when the queue is next read
    queue.processTimers();
    const { ready, delayed, inflight } = queue.inspectMessages();
    const sent = [...ready, ...delayed, ...inflight.map(({ message }) => message)].map((one) => one.sentTimestamp);
    const oldest = sent.reduce((first, one) => Math.min(first, one), now);
    const oldestSeconds = Math.floor((now - oldest) / 1000);
    return { queue: queue.name, messages: ready.length, inFlight: inflight.length, oldestSeconds };
  });
}
