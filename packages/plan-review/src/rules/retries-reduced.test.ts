import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { dangersOf, reportedBy, updated } from './dangers.fixture';
import { retriesReduced } from './retries-reduced';

const reported = reportedBy(retriesReduced);

const redrive = (maxReceiveCount: number | string) => ({
  redrive_policy: JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:failed-events',
    maxReceiveCount,
  }),
});

test.each([
  [
    'aws_lambda_event_source_mapping',
    { maximum_retry_attempts: 10 },
    { maximum_retry_attempts: 1 },
    'a failing record after 1 retry instead of 10',
  ],
  [
    'aws_lambda_event_source_mapping',
    { maximum_retry_attempts: -1 },
    { maximum_retry_attempts: 3 },
    'after 3 retries instead of never',
  ],
  ['aws_lambda_event_source_mapping', {}, { maximum_retry_attempts: 3 }, 'after 3 retries instead of never'],
  [
    'aws_lambda_function_event_invoke_config',
    {},
    { maximum_retry_attempts: 0 },
    'a failing event without a retry instead of after 2 retries',
  ],
  [
    'aws_cloudwatch_event_target',
    { retry_policy: [{ maximum_retry_attempts: 9 }] },
    { retry_policy: [{ maximum_retry_attempts: 2 }] },
    'after 2 retries instead of 9',
  ],
  // SQS also accepts a redrive policy in which the number is a string
  ['aws_sqs_queue', redrive(3), redrive(1), 'aws_sqs_queue.x gives up on a message after 1 attempt instead of 3'],
  ['aws_sqs_queue', redrive('3'), redrive('1'), 'after 1 attempt instead of 3'],
  ['aws_sqs_queue_redrive_policy', redrive(5), redrive(2), 'after 2 attempts instead of 5'],
  ['azurerm_servicebus_queue', {}, { max_delivery_count: 1 }, 'after 1 attempt instead of 10'],
  [
    'google_pubsub_subscription',
    { dead_letter_policy: [{ max_delivery_attempts: 10 }] },
    { dead_letter_policy: [{ max_delivery_attempts: 5 }] },
    'after 5 attempts instead of 10',
  ],
])('reports fewer attempts of %s, but not more attempts', (type, before, after, expected) => {
  expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringContaining(expected)]);
  expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
});

test('reports fewer attempts if the redrive policy contains a reference to the dead-letter queue', () => {
  // only comparisons of commits contain this reference: a plan contains the ARN of an existing dead-letter queue
  const policy = (count: number) => ({
    redrive_policy: `{"deadLetterTargetArn":"\${aws_sqs_queue.dead.arn}","maxReceiveCount":${count}}`,
  });
  expect(reported(updated('aws_sqs_queue.q', policy(3), policy(1)))).toHaveLength(1);
});

test('ignores attempts known only after apply, and new and removed redrive policies', () => {
  expect(reported(updated('aws_sqs_queue.q', redrive(3), {}, { redrive_policy: true }))).toEqual([]);
  expect(reported(updated('aws_sqs_queue.q', redrive(3), { redrive_policy: '' }))).toEqual([]);
  expect(reported(updated('aws_sqs_queue.q', { redrive_policy: '' }, redrive(1)))).toEqual([]);
  const [before, unknown] = [{ maximum_retry_attempts: 5 }, { maximum_retry_attempts: true }];
  expect(reported(updated('aws_lambda_event_source_mapping.m', before, {}, unknown))).toEqual([]);
});

test('reads a redrive policy from the configuration if the ARN in the policy is known only after apply', () => {
  const template = JSON.stringify({ deadLetterTargetArn: '${aws_sqs_queue.failed.arn}', maxReceiveCount: 1 });
  const address = 'aws_sqs_queue.x';
  const change = { actions: ['update'], before: redrive(3), after: {}, after_unknown: { redrive_policy: true } };
  const expression = { constant_value: template, references: ['aws_sqs_queue.failed.arn', 'aws_sqs_queue.failed'] };
  const plan = planOf(
    {
      resource_changes: [{ address, type: 'aws_sqs_queue', name: 'x', change }],
      configuration: { root_module: { resources: [{ address, expressions: { redrive_policy: expression } }] } },
    },
    { stack: 'dev' },
  );
  expect(retriesReduced(plan).map(({ what }) => plain(what))).toEqual([
    'aws_sqs_queue.x gives up on a message after 1 attempt instead of 3',
  ]);
});

test('reports fewer delivery attempts as weaker protection', () =>
  expect(dangersOf(updated('aws_sqs_queue.q', redrive(3), redrive(1)))).toEqual([
    'weaker protection: aws_sqs_queue.q gives up on a message after 1 attempt instead of 3',
  ]));
