import { parseMonitorQuery } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';

/**
 * Applies a monitor's overrides for an environment: threshold and priority. Returns a monitor without overrides unchanged.
 * @param name name of the environment
 */
export function monitorIn(monitor: DeclaredMonitor, name: string): DeclaredMonitor {
  const { environments, ...others } = monitor;
  if (environments === undefined || monitor.faults.length > 0) return monitor;
  const { threshold, ...override } = environments[name] ?? {};
  const changed = { ...others, ...override };
  if (threshold === undefined) return changed;
  const query = withThreshold(monitor, threshold);
  return { ...changed, query, parsed: parseMonitorQuery(monitor.kind, query) };
}

/** Returns the query of a monitor with a different critical threshold. */
function withThreshold({ query, parsed }: DeclaredMonitor, threshold: number): string {
  if (parsed === undefined || !('threshold' in parsed)) return query;
  const { column, end } = parsed.threshold;
  return query.slice(0, column - 1) + String(threshold) + query.slice(end - 1);
}
