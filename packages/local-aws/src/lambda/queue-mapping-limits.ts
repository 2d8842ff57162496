import type { Messaging } from '../messaging/messaging';
import type { FunctionDeclaration } from './function-declaration';
import type { MappingAttributes } from './mapping-attributes';
import { queueFilter } from './queue-filter';
import type { QueueMapping } from './queue-mapping';

/** Attributes that Lambda accepts only for streams. Source: Lambda API reference, "CreateEventSourceMapping". */
const streamArguments = [
  'starting_position',
  'bisect_batch_on_function_error',
  'maximum_retry_attempts',
  'maximum_record_age_in_seconds',
  'destination_config',
] as const;

/** Initial number of parallel batches for a standard queue. Source: Lambda developer guide, "services-sqs-scaling". */
const initialConcurrency = 5;

interface LimitedQueueMapping {
  isFifo: boolean;
  batchSize: number;
  windowSeconds: number;
  visibilitySeconds: number;
  functionTimeoutSeconds: number;
}

/**
 * Returns an error message for the first limit that a mapping violates, or undefined if the mapping is valid. Source:
 * Lambda API reference, "CreateEventSourceMapping"; Lambda developer guide, "services-sqs-configure".
 */
function violation({
  isFifo,
  batchSize,
  windowSeconds,
  visibilitySeconds,
  functionTimeoutSeconds,
}: LimitedQueueMapping) {
  if (isFifo && batchSize > 10) return `batch_size: ${batchSize} exceeds 10, the maximum for a FIFO queue`;
  if (isFifo && windowSeconds > 0) return 'maximum_batching_window_in_seconds: not supported for a FIFO queue';
  if (batchSize > 10 && windowSeconds === 0)
    return `maximum_batching_window_in_seconds: must be at least 1 for a batch_size of ${batchSize}`;
  if (visibilitySeconds < functionTimeoutSeconds)
    return (
      `event_source_arn: the visibility timeout of the queue, ${visibilitySeconds} s, ` +
      `is less than the timeout of the function, ${functionTimeoutSeconds} s`
    );
  return undefined;
}

/** Returns a queue's event source mapping. @throws Error for a mapping that Lambda rejects */
export function queueMappingOf(
  given: MappingAttributes,
  declaration: Pick<FunctionDeclaration, 'arn' | 'role' | 'timeoutSeconds'>,
  messaging: Pick<Messaging, 'queue'>,
): QueueMapping {
  const queueArn = given.event_source_arn;
  const queue = messaging.queue(queueArn);
  if (queue === undefined) throw new Error(`event_source_arn: no queue ${queueArn} is declared before this resource`);
  const other = streamArguments.find((name) => given[name] !== undefined);
  if (other !== undefined) throw new Error(`${other}: not supported for an SQS queue`);
  const batchSize = given.batch_size ?? 10;
  const windowSeconds = given.maximum_batching_window_in_seconds ?? 0;
  const reason = violation({
    isFifo: queue.isFifo,
    batchSize,
    windowSeconds,
    visibilitySeconds: queue.visibilitySeconds(),
    functionTimeoutSeconds: declaration.timeoutSeconds,
  });
  if (reason !== undefined) throw new Error(reason);
  return {
    queueArn,
    functionArn: declaration.arn,
    role: declaration.role,
    batchSize,
    batchingWindowSeconds: windowSeconds,
    reportsItemFailures: given.function_response_types.length > 0,
    maximumConcurrency: given.scaling_config?.maximum_concurrency ?? initialConcurrency,
    matches: queueFilter((given.filter_criteria?.filter ?? []).map(({ pattern }) => pattern)),
  };
}
