import { type CheckExamples, type Example, withAttributes } from './example.fixture';

const compliantMapping: Example = {
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

const compliantQueueMapping: Example = {
  aws_lambda_event_source_mapping: {
    messages: {
      event_source_arn: 'arn:aws:sqs:eu-west-1:111122223333:jobs',
      function_name: '${aws_lambda_function.light.arn}',
      function_response_types: ['ReportBatchItemFailures'],
    },
  },
};

export const mappingExamples: CheckExamples = {
  'mapping-bisect': {
    good: [compliantMapping, compliantQueueMapping],
    bad: [
      withAttributes(compliantMapping, 'aws_lambda_event_source_mapping.records', {
        bisect_batch_on_function_error: false,
      }),
    ],
  },
  'mapping-failure-destination': {
    good: [compliantMapping, compliantQueueMapping],
    bad: [
      withAttributes(compliantMapping, 'aws_lambda_event_source_mapping.records', { destination_config: undefined }),
    ],
  },
  'mapping-partial-failures': {
    good: [compliantMapping, compliantQueueMapping],
    bad: [
      withAttributes(compliantMapping, 'aws_lambda_event_source_mapping.records', { function_response_types: [] }),
      withAttributes(compliantQueueMapping, 'aws_lambda_event_source_mapping.messages', {
        function_response_types: undefined,
      }),
    ],
  },
  'mapping-retries': {
    good: [compliantMapping, compliantQueueMapping],
    bad: [undefined, -1].map((maximum_retry_attempts) =>
      withAttributes(compliantMapping, 'aws_lambda_event_source_mapping.records', { maximum_retry_attempts }),
    ),
  },
};
