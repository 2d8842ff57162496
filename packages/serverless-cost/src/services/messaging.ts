import { countOf } from '../flow/stream-flow';
import { ofType } from '../platform-resources';
import { blocksOf, referenceOf, textOf } from '../resource';
import { at, type Month, type Service, type Usage } from '../usage';

/** Number of requests for each message: send, receive, delete. */
const requestsAMessage = 3;

export const sqs: Service = {
  types: ['aws_sqs_queue'],
  usages: (month) =>
    ofType(month.platform, 'aws_sqs_queue').map((queue) => ({
      service: 'Amazon SQS',
      ...at(queue),
      what: 'messages',
      quantity: requestsAMessage * (countOf(month.flow.loads(queue.address)) + failuresSentTo(queue.address, month)),
      unit: 'requests of 64 KB',
      name: 'sqs.request',
    })),
};

/** Returns the number of failures that a queue receives: failed rule actions, and events that functions failed to process. */
function failuresSentTo(address: string, { platform, fleet, flow }: Month): number {
  const failed = flow.rules.reduce((sum, { rule, matched, targets }) => {
    const isHere = blocksOf(rule.attributes, 'error_action')
      .flatMap((block) => blocksOf(block, 'sqs'))
      .some((action) => referenceOf(action, 'queue_url') === address);
    return isHere ? sum + matched * targets.length : sum;
  }, 0);
  const givenUp = ofType(platform, 'aws_lambda_function_event_invoke_config').reduce((sum, { attributes }) => {
    if (!JSON.stringify(attributes).includes(`\${${address}.`)) return sum;
    const of = referenceOf(attributes, 'function_name');
    return sum + (flow.functions.find(({ resource }) => resource.address === of)?.invocations ?? 0);
  }, 0);
  return (failed + givenUp) * fleet.failing;
}

export const sns: Service = {
  types: ['aws_sns_topic', 'aws_sns_topic_subscription'],
  usages: ({ platform, fleet, flow }) => {
    const topics = ofType(platform, 'aws_sns_topic');
    return topics.flatMap((topic): Usage[] => {
      const place = { service: 'Amazon SNS', ...at(topic) };
      const published = countOf(flow.loads(topic.address)) + fleet.alerts / topics.length;
      const readers = ofType(platform, 'aws_sns_topic_subscription').filter(
        ({ attributes }) =>
          referenceOf(attributes, 'topic_arn') === topic.address && textOf(attributes, 'protocol') === 'email',
      );
      return [
        { ...place, what: 'published', quantity: published, unit: 'requests of 64 KB', name: 'sns.publish' },
        ...(readers.length === 0
          ? []
          : [
              {
                ...place,
                what: 'e-mails',
                quantity: published * readers.length,
                unit: 'e-mails',
                name: 'sns.email',
              } as const,
            ]),
      ];
    });
  },
};
