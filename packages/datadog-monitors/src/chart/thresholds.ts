import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';

export interface NamedThreshold {
  readonly name: 'threshold' | 'recovery' | 'warning' | 'warning recovery';
  readonly value: number;
}

/** Returns every threshold of a monitor, with the critical threshold from the query. */
export function thresholdsOf({ type, query: text, thresholds }: MonitorDefinition): NamedThreshold[] {
  const query = parseMonitorQuery(type, text);
  const all: [NamedThreshold['name'], number | undefined][] = [
    ['threshold', 'threshold' in query ? query.threshold.value : undefined],
    ['recovery', thresholds.criticalRecovery],
    ['warning', thresholds.warning],
    ['warning recovery', thresholds.warningRecovery],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
