import { createQueueSubscriptions } from './subscriptions';

function subscriptions() {
  const active = new Set<string>();
  const allowed = new Set<string>();
  let made = 0;
  const queues = createQueueSubscriptions({
    async subscribe({ queueArn }) {
      made += 1;
      active.add(`${queueArn}#${made}`);
      return `${queueArn}#${made}`;
    },
    async unsubscribe(arn) {
      active.delete(arn);
    },
    mayDeliver: (_topic, queue) => allowed.has(queue),
  });
  return { queues, active, allowed };
}

test("delivers to a queue only while the queue's policy allows the topic, without affecting other queues", async () => {
  const { queues, active, allowed } = subscriptions();
  allowed.add('open');
  await queues.add({ topicArn: 't', queueArn: 'open', raw: true });
  await queues.add({ topicArn: 't', queueArn: 'closed', raw: true });
  await queues.add({ topicArn: 'another', queueArn: 'closed', raw: true });
  expect(await queues.denied('t')).toEqual(['closed']);
  expect(await queues.denied('t')).toEqual(['closed']);
  expect([...active]).toEqual(['open#1', 'closed#3']);
  allowed.add('closed');
  expect(await queues.denied('t')).toEqual([]);
  expect([...active]).toEqual(['open#1', 'closed#3', 'closed#4']);
});
