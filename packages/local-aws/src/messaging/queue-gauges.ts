import type { Clock } from '../clock';
import type { MetricStore } from '../metrics';
import type { FauxqsStores } from './fauxqs-stores';

/** What CloudWatch gauges of a queue each minute. */
export interface QueueGauges {
  queue: string;
  /** That wait, and are not being worked on. */
  messages: number;
  /** Of all that are not deleted; 0 where there is none. */
  oldestSeconds: number;
}

type SqsStore = FauxqsStores['sqsStore'];
type Queue = ReturnType<SqsStore['createQueue']>;

/** Gives each message the time of the platform's clock at which it was sent, which a receiver may ask for. */
export function stampMessages(sqsStore: SqsStore, clock: Pick<Clock, 'now'>): void {
  const stamped = new WeakSet<Queue>();
  const { createQueue } = sqsStore;
  sqsStore.createQueue = (...given) => {
    const queue = createQueue.apply(sqsStore, given);
    if (stamped.has(queue)) return queue;
    stamped.add(queue);
    const { enqueue } = queue;
    queue.enqueue = (message) => {
      // what comes to the dead letters keeps its time. SQS developer guide, "Dead-letter queues"
      if (message.approximateReceiveCount === 0) message.sentTimestamp = Math.floor(clock.now());
      enqueue.call(queue, message);
    };
    return queue;
  };
}

/** At the end of each minute. */
export function recordGauges(
  gauges: readonly QueueGauges[],
  { metrics, at }: { metrics: MetricStore; at: number },
): void {
  for (const { queue, messages, oldestSeconds } of gauges) {
    const tags = { queuename: queue };
    metrics.record({ metric: 'aws.sqs.approximate_number_of_messages_visible', tags, value: messages, at });
    metrics.record({ metric: 'aws.sqs.approximate_age_of_oldest_message', tags, value: oldestSeconds, at });
  }
}

/** Of each queue. Source: SQS developer guide, "Available CloudWatch metrics". */
export function gaugesOf(sqsStore: SqsStore, now: number): QueueGauges[] {
  return sqsStore.listQueues().map((queue) => {
    const { ready, delayed, inflight } = queue.inspectMessages();
    const sent = [...ready, ...delayed, ...inflight.map(({ message }) => message)].map((one) => one.sentTimestamp);
    const oldest = sent.reduce((first, one) => Math.min(first, one), now);
    return { queue: queue.name, messages: ready.length, oldestSeconds: Math.floor((now - oldest) / 1000) };
  });
}
