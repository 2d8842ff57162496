import type { Example } from '../check';

export const soundMapping: Example = {
  aws_lambda_event_source_mapping: {
    records: {
      event_source_arn: '${aws_kinesis_stream.lights.arn}',
      function_name: '${aws_lambda_function.light.arn}',
      starting_position: 'TRIM_HORIZON',
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: 3,
      function_response_types: ['ReportBatchItemFailures'],
      destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.failed.arn}' } },
    },
  },
};

/** Of a queue: what a stream has no queue has. */
export const soundQueueMapping: Example = {
  aws_lambda_event_source_mapping: {
    messages: {
      event_source_arn: 'arn:aws:sqs:eu-west-1:111122223333:jobs',
      function_name: '${aws_lambda_function.light.arn}',
      function_response_types: ['ReportBatchItemFailures'],
    },
  },
};
