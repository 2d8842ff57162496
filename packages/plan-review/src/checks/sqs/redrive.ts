import { gathered } from '../../gathered';
import type { Check } from '../check';
import { but } from '../example';
import { isUnknown, lacks, type Resource, templateAt } from '../resource';
import type { Resources } from '../resources';
import { soundQueue } from './sound';

/** Where failures go, by the type that sends them there. */
const destinations: readonly { readonly type: string; readonly by: string }[] = [
  { type: 'aws_cloudwatch_event_target', by: 'dead_letter_config.arn' },
  { type: 'aws_iot_topic_rule', by: 'error_action.sqs.queue_url' },
  { type: 'aws_lambda_event_source_mapping', by: 'destination_config.on_failure.destination_arn' },
  { type: 'aws_lambda_function', by: 'dead_letter_config.target_arn' },
  { type: 'aws_lambda_function_event_invoke_config', by: 'destination_config.on_failure.destination' },
  { type: 'aws_scheduler_schedule', by: 'target.dead_letter_config.arn' },
];

export const sqsRedrive: Check = {
  id: 'sqs-redrive',
  severity: 'major',
  about: ['aws_sqs_queue'],
  reason: 'a failing message is received again and again, until it expires',
  fix: 'redrive_policy with a monitored dead-letter queue',
  source: 'Serverless Lens REL 2; IoT Lens IOTREL10-BP01',
  finds(queue, all) {
    if (!lacks(queue, 'redrive_policy')) return false;
    if (all.naming(queue, { type: 'aws_sqs_queue_redrive_policy', by: 'queue_url' })?.length !== 0) return false;
    return (
      !isDeadLetterQueue(queue, redrivesOf(all)) &&
      destinations.every((destination) => all.naming(queue, destination)?.length === 0)
    );
  },
  examples: {
    good: [
      soundQueue,
      but(but(soundQueue, 'aws_sqs_queue.jobs', { redrive_policy: undefined }), 'aws_sqs_queue_redrive_policy.jobs', {
        queue_url: '${aws_sqs_queue.jobs.url}',
        redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.failed.arn}","maxReceiveCount":5}',
      }),
    ],
    bad: [
      but(soundQueue, 'aws_sqs_queue.jobs', {
        redrive_policy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:1:elsewhere","maxReceiveCount":5}',
      }),
    ],
  },
};

/** Types with a redrive policy: a JSON text with an ARN in it. */
const redriving = ['aws_sns_topic_subscription', 'aws_sqs_queue', 'aws_sqs_queue_redrive_policy'];

const redrivesOf = gathered((all: Resources) => {
  const those = redriving.flatMap(all.ofType);
  const targets = those.flatMap((one) =>
    [...(templateAt(one, 'redrive_policy') ?? '').matchAll(/\$\{(\w+\.\w+)\.|:([\w.-]+)"/g)].flatMap(
      ([, address, name]) => address ?? name ?? [],
    ),
  );
  return { targets: new Set(targets), isUnclear: those.some((one) => isUnknown(one, 'redrive_policy')) };
});

/** Where it cannot be told, it may be. */
function isDeadLetterQueue(
  { address, values: { name } }: Resource,
  { targets, isUnclear }: ReturnType<typeof redrivesOf>,
): boolean {
  return isUnclear || targets.has(address) || (typeof name === 'string' && targets.has(name));
}
