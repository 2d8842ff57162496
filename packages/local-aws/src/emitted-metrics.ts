import { emittedMetrics } from './service-table';

/** Reasons why metrics that a monitor might use are not emitted, keyed by metric. */
const reasons: Readonly<Record<string, string>> = {
  'aws.iot.rule_message_throttled': 'rules are not throttled',
  'aws.logs.delivery_throttling': 'subscriptions are not throttled; a delivery succeeds or fails',
  'aws.states.execution_throttled': 'workflows have no quotas',
};

/**
 * Returns `{ reason }` if an AWS metric is never emitted locally. `reason` is undefined if no reason is known. Returns
 * undefined for custom metrics, which functions can emit.
 */
export function findMissingMetric(metric: string): { reason: string | undefined } | undefined {
  if (!metric.startsWith('aws.') || emittedMetrics.has(metric)) return undefined;
  return { reason: reasons[metric] };
}
