import { z } from 'zod';
import { isFields } from '../gateway/json-api';

const Failures = z.array(z.object({ itemIdentifier: z.string() }));

/**
 * Returns the messages that a function reports as failed in `batchItemFailures`. If the result does not contain this list, the
 * whole batch succeeded. If the list is malformed or contains an ID from another batch, the whole batch failed. Source:
 * Lambda developer guide, "services-sqs-errorhandling".
 */
export function reportedFailures<Item extends { readonly messageId: string }>(
  result: unknown,
  batch: readonly Item[],
): readonly Item[] {
  const list = isFields(result) ? result['batchItemFailures'] : undefined;
  if (list === undefined || list === null) return [];
  const parsed = Failures.safeParse(list);
  if (!parsed.success) return batch;
  const reported = new Set(parsed.data.map(({ itemIdentifier }) => itemIdentifier));
  const failed = batch.filter(({ messageId }) => reported.has(messageId));
  return failed.length === reported.size ? failed : batch;
}
