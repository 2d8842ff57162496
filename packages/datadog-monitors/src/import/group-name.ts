import type { ApiMonitor } from '../api/api-monitor';

/** File names for types of monitors whose queries contain no metric. */
const byType: Readonly<Record<string, string>> = {
  composite: 'composites',
  'service check': 'service-checks',
  'slo alert': 'slos',
};

/** Matches the metric in a query such as `avg(last_5m):avg:system.cpu.user{*} by {host} > 90`. */
const metric = /(?:^|[\s:(,+*/-])([a-zA-Z][\w]*(?:\.\w+)+)\s*\{/;

/**
 * Returns the name of the file for a monitor, without extension: the integration of its metric (`system`, `aws-lambda`), or its
 * type.
 */
export function groupNameOf({ type, query }: Pick<ApiMonitor, 'type' | 'query'>): string {
  const named = byType[type];
  if (named !== undefined) return named;
  const isMetric = type === 'metric alert' || type === 'query alert';
  const [first, second] = (isMetric ? metric.exec(query)?.[1] : undefined)?.split('.') ?? [];
  // one file for all AWS services would be too long
  const words = first === undefined ? [type] : first === 'aws' ? [first, second] : [first];
  return (
    words
      .join('-')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'monitors'
  );
}
