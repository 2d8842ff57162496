import { type CheckExamples, type Example, withAttributes } from './example.fixture';

const compliantQueue: Example = {
  aws_sqs_queue: {
    jobs: {
      name: 'jobs',
      visibility_timeout_seconds: 60,
      redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.failed.arn}","maxReceiveCount":5}',
    },
    failed: { name: 'failed' },
  },
  aws_lambda_function: {
    worker: {
      function_name: 'worker',
      role: '${aws_iam_role.worker.arn}',
      timeout: 10,
      logging_config: { log_format: 'JSON' },
    },
  },
  aws_lambda_event_source_mapping: {
    jobs: {
      event_source_arn: '${aws_sqs_queue.jobs.arn}',
      function_name: '${aws_lambda_function.worker.arn}',
      function_response_types: ['ReportBatchItemFailures'],
    },
  },
};

export const sqsExamples: CheckExamples = {
  'sqs-redrive': {
    good: [
      compliantQueue,
      withAttributes(
        withAttributes(compliantQueue, 'aws_sqs_queue.jobs', { redrive_policy: undefined }),
        'aws_sqs_queue_redrive_policy.jobs',
        {
          queue_url: '${aws_sqs_queue.jobs.url}',
          redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.failed.arn}","maxReceiveCount":5}',
        },
      ),
    ],
    bad: [
      withAttributes(compliantQueue, 'aws_sqs_queue.jobs', {
        redrive_policy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:1:elsewhere","maxReceiveCount":5}',
      }),
    ],
  },
  'sqs-visibility': {
    good: [compliantQueue, withAttributes(compliantQueue, 'aws_lambda_function.worker', { timeout: undefined })],
    bad: [
      withAttributes(compliantQueue, 'aws_sqs_queue.jobs', { visibility_timeout_seconds: 59 }),
      withAttributes(compliantQueue, 'aws_sqs_queue.jobs', { visibility_timeout_seconds: undefined }),
      withAttributes(compliantQueue, 'aws_lambda_event_source_mapping.jobs', {
        event_source_arn: 'arn:aws:sqs:eu-west-1:1:failed',
      }),
    ],
  },
};
