import { z } from 'zod';
import { block } from '../resource-type';
import { OnFailure } from './declared-functions';

/** Arguments of an `aws_lambda_event_source_mapping` that are supported locally. */
export const mappingAttributes = {
  event_source_arn: z
    .string()
    .regex(
      /^arn:aws:(kinesis|sqs|dynamodb):/,
      'only Kinesis streams, SQS queues and DynamoDB streams are supported locally',
    ),
  function_name: z.string(),
  starting_position: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  batch_size: z.int().min(1).max(10_000).optional(),
  maximum_batching_window_in_seconds: z.int().min(0).max(300).optional(),
  function_response_types: z.array(z.literal('ReportBatchItemFailures')).default([]),
  bisect_batch_on_function_error: z.boolean().optional(),
  maximum_retry_attempts: z.number().optional(),
  maximum_record_age_in_seconds: z.number().optional(),
  destination_config: OnFailure('destination_arn'),
  scaling_config: block(z.object({ maximum_concurrency: z.int().min(2).max(1000).optional() })).optional(),
  filter_criteria: block(
    z.object({
      filter: z.preprocess((value) => [value ?? []].flat(), z.array(z.object({ pattern: z.string() })).max(10)),
    }),
  ).optional(),
  enabled: z.boolean().default(true),
};

export type MappingAttributes = z.infer<z.ZodObject<typeof mappingAttributes>>;
