import type { Example } from '../check';
import { policyOf } from '../example';

export const soundQueue: Example = {
  aws_sqs_queue: {
    jobs: {
      name: 'jobs',
      kms_master_key_id: '${aws_kms_key.key.arn}',
      visibility_timeout_seconds: 60,
      redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.failed.arn}","maxReceiveCount":5}',
    },
    failed: { name: 'failed', sqs_managed_sse_enabled: true },
  },
  aws_sqs_queue_policy: {
    jobs: {
      queue_url: '${aws_sqs_queue.jobs.url}',
      policy: policyOf({ Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' }, Resource: '*' }),
    },
  },
  aws_lambda_function: {
    worker: {
      function_name: 'worker',
      role: '${aws_iam_role.worker.arn}',
      timeout: 10,
      reserved_concurrent_executions: 5,
      tracing_config: { mode: 'Active' },
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
