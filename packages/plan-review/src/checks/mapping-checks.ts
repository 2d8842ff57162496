import type { Check } from './check';
import { is, isnt, isUnknown, lacks, type Resource } from './resource-values';

export const mappingChecks: readonly Check[] = [
  {
    id: 'mapping-bisect',
    severity: 'major',
    about: ['aws_lambda_event_source_mapping'],
    reason: 'one unprocessable record makes the whole batch fail on every retry',
    fix: 'set bisect_batch_on_function_error = true',
    source: 'Serverless Lens REL 2',
    finds: (mapping) => readsStream(mapping) && isnt(mapping, 'bisect_batch_on_function_error', true),
  },
  {
    id: 'mapping-failure-destination',
    severity: 'major',
    about: ['aws_lambda_event_source_mapping'],
    reason: 'records are dropped after the last retry fails',
    fix: 'set destination_config.on_failure; only a bucket receives the failed records themselves',
    source: 'Serverless Lens REL 2',
    finds: (mapping) => readsStream(mapping) && lacks(mapping, 'destination_config.on_failure'),
  },
  {
    id: 'mapping-partial-failures',
    severity: 'minor',
    about: ['aws_lambda_event_source_mapping'],
    reason: 'if one record in a batch fails, the other records are processed again',
    fix: 'set function_response_types = ["ReportBatchItemFailures"], and return the failed records from the function',
    source: 'Serverless Lens REL 2',
    finds: (mapping) => isnt(mapping, 'function_response_types', 'ReportBatchItemFailures'),
  },
  {
    id: 'mapping-retries',
    severity: 'major',
    about: ['aws_lambda_event_source_mapping'],
    reason: 'a failing record blocks the shard until the record expires',
    fix: 'set maximum_retry_attempts, and set destination_config.on_failure for records that keep failing',
    source: 'Serverless Lens REL 2',
    finds: (mapping) =>
      readsStream(mapping) && (lacks(mapping, 'maximum_retry_attempts') || is(mapping, 'maximum_retry_attempts', -1)),
  },
];

/** Returns whether a mapping reads from Kinesis or DynamoDB. A mapping for SQS has no starting position; a mapping for Kafka has topics. */
const readsStream = (mapping: Resource): boolean =>
  !lacks(mapping, 'starting_position') &&
  !isUnknown(mapping, 'starting_position') &&
  lacks(mapping, 'topics') &&
  !isUnknown(mapping, 'topics');
