import type { Tags } from '../metrics';
import type { ConsumedCapacity } from './capacity';

/** Result of one call that reads or writes items. */
export interface CompletedCall {
  operation: string;
  kind: 'read' | 'write';
  tables: readonly string[];
  milliseconds: number;
  consumed: readonly ConsumedCapacity[];
  /** Number of items that a query or a scan returned. */
  items: number | undefined;
  status: number;
  /** Error code, such as `ConditionalCheckFailedException`; empty if the call succeeded. */
  error: string;
}

export interface Point {
  metric: string;
  tags: Tags;
  value: number;
}

const throttled = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];

/**
 * Returns a call's metrics under Datadog's names, with CloudWatch's dimensions as tags. Source: DynamoDB developer
 * guide, "metrics-dimensions". User errors have no dimensions, and exclude throttled calls and failed conditions. Calls
 * without errors record zeros, so that error monitors have data.
 */
export function pointsOf(call: CompletedCall): Point[] {
  const points: Point[] = call.consumed.map(({ table, units }) => ({
    metric: `aws.dynamodb.consumed_${call.kind}_capacity_units`,
    tags: { tablename: table },
    value: units,
  }));
  const isThrottled = throttled.includes(call.error);
  const isCondition = call.error === 'ConditionalCheckFailedException';
  for (const table of call.tables) {
    const add = (name: string, value: number, tags: Tags = { tablename: table }) =>
      points.push({ metric: `aws.dynamodb.${name}`, tags, value });
    // Datadog converts tags to lower case
    const byOperation = { tablename: table, operation: call.operation.toLowerCase() };
    add('throttled_requests', isThrottled ? 1 : 0, byOperation);
    add('system_errors', call.status >= 500 ? 1 : 0, byOperation);
    if (isThrottled) add(`${call.kind}_throttle_events`, 1);
    if (isCondition) add('conditional_check_failed_requests', 1);
    if (call.status < 300) add('successful_request_latency', call.milliseconds, byOperation);
    if (call.items !== undefined) add('returned_item_count', call.items, byOperation);
  }
  const isUsers = call.status >= 400 && call.status < 500 && !isThrottled && !isCondition;
  return isUsers ? [...points, { metric: 'aws.dynamodb.user_errors', tags: {}, value: 1 }] : points;
}
