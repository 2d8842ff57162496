import type { Check } from '../check';
import { but } from '../example';
import { isUnknown, numberAt, type Resource } from '../resource';
import { soundQueue } from './sound';

/** What stands where nothing is said (SQS developer guide, "visibility timeout"; Lambda developer guide, "timeout"). */
const seconds = { queue: 30, lambda: 3 };
const timeOf = (resource: Resource, attribute: string, otherwise: number) =>
  isUnknown(resource, attribute) ? undefined : (numberAt(resource, attribute) ?? otherwise);

export const sqsVisibility: Check = {
  id: 'sqs-visibility',
  severity: 'major',
  about: ['aws_lambda_event_source_mapping'],
  reason: 'messages become visible again while the function still processes them, and are processed twice',
  fix: 'visibility_timeout_seconds of the queue: six times the timeout of the function',
  source: 'Serverless Lens REL 2; Lambda developer guide, "with-sqs"',
  finds(mapping, all) {
    const queue = all.named(mapping, 'event_source_arn', 'aws_sqs_queue');
    const lambda = all.named(mapping, 'function_name', 'aws_lambda_function');
    if (queue === undefined || lambda === undefined) return false;
    const hidden = timeOf(queue, 'visibility_timeout_seconds', seconds.queue);
    const running = timeOf(lambda, 'timeout', seconds.lambda);
    return hidden !== undefined && running !== undefined && hidden < 6 * running;
  },
  examples: {
    good: [soundQueue, but(soundQueue, 'aws_lambda_function.worker', { timeout: undefined })],
    bad: [
      but(soundQueue, 'aws_sqs_queue.jobs', { visibility_timeout_seconds: 59 }),
      but(soundQueue, 'aws_sqs_queue.jobs', { visibility_timeout_seconds: undefined }),
      but(soundQueue, 'aws_lambda_event_source_mapping.jobs', {
        event_source_arn: 'arn:aws:sqs:eu-west-1:1:failed',
      }),
    ],
  },
};
