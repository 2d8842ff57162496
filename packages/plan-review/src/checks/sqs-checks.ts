import { memoizeByObject } from '../memoize';
import type { Check } from './check';
import type { Resources } from './resource-index';
import { isUnknown, lacks, numberAt, type Resource, templateAt } from './resource-values';

export const sqsChecks: readonly Check[] = [
  {
    id: 'sqs-redrive',
    severity: 'major',
    about: ['aws_sqs_queue'],
    reason: 'a failing message is received repeatedly until the message expires',
    fix: 'add a redrive_policy with a monitored dead-letter queue',
    source: 'Serverless Lens REL 2; IoT Lens IOTREL10-BP01',
    finds(queue, all) {
      if (!lacks(queue, 'redrive_policy')) return false;
      if (all.naming(queue, { type: 'aws_sqs_queue_redrive_policy', by: 'queue_url' })?.length !== 0) return false;
      return (
        !isDeadLetterQueue(queue, redrivesOf(all)) &&
        destinations.every((destination) => all.naming(queue, destination)?.length === 0)
      );
    },
  },
  {
    id: 'sqs-visibility',
    severity: 'major',
    about: ['aws_lambda_event_source_mapping'],
    reason: 'messages become visible again before the function finishes, and are processed twice',
    fix: 'set visibility_timeout_seconds of the queue to six times the timeout of the function',
    source: 'Serverless Lens REL 2; Lambda developer guide, "with-sqs"',
    finds(mapping, all) {
      const queue = all.named(mapping, 'event_source_arn', 'aws_sqs_queue');
      const lambda = all.named(mapping, 'function_name', 'aws_lambda_function');
      if (queue === undefined || lambda === undefined) return false;
      const hidden = timeOf(queue, 'visibility_timeout_seconds', seconds.queue);
      const running = timeOf(lambda, 'timeout', seconds.lambda);
      return hidden !== undefined && running !== undefined && hidden < 6 * running;
    },
  },
];

/** Attributes that contain the ARN of a queue for failed messages or events. */
const destinations: readonly { readonly type: string; readonly by: string }[] = [
  { type: 'aws_cloudwatch_event_target', by: 'dead_letter_config.arn' },
  { type: 'aws_iot_topic_rule', by: 'error_action.sqs.queue_url' },
  { type: 'aws_lambda_event_source_mapping', by: 'destination_config.on_failure.destination_arn' },
  { type: 'aws_lambda_function', by: 'dead_letter_config.target_arn' },
  { type: 'aws_lambda_function_event_invoke_config', by: 'destination_config.on_failure.destination' },
  { type: 'aws_scheduler_schedule', by: 'target.dead_letter_config.arn' },
];

/** Resource types with a redrive policy, a JSON string that contains the ARN of a queue. */
const redriving = ['aws_sns_topic_subscription', 'aws_sqs_queue', 'aws_sqs_queue_redrive_policy'];

const redrivesOf = memoizeByObject((all: Resources) => {
  const those = redriving.flatMap(all.ofType);
  const targets = those.flatMap((one) =>
    [...(templateAt(one, 'redrive_policy') ?? '').matchAll(/\$\{(\w+\.\w+)\.|:([\w.-]+)"/g)].flatMap(
      ([, address, name]) => address ?? name ?? [],
    ),
  );
  return { targets: new Set(targets), isUnclear: those.some((one) => isUnknown(one, 'redrive_policy')) };
});

/** Returns whether a queue is a dead-letter queue. Returns true if a redrive policy is unknown. */
function isDeadLetterQueue(
  { address, values: { name } }: Resource,
  { targets, isUnclear }: ReturnType<typeof redrivesOf>,
): boolean {
  return isUnclear || targets.has(address) || (typeof name === 'string' && targets.has(name));
}

/** Default timeouts in seconds (SQS developer guide, "visibility timeout"; Lambda developer guide, "timeout"). */
const seconds = { queue: 30, lambda: 3 };

const timeOf = (resource: Resource, attribute: string, otherwise: number) =>
  isUnknown(resource, attribute) ? undefined : (numberAt(resource, attribute) ?? otherwise);
