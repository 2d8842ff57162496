import type { Catalogue } from '../catalogue/catalogue';
import type { MetricSlo } from '../evaluate/prepare-slo';
import type { MonitorDefinition } from '../monitor/definition';
import { didYouMean } from '../near-miss';

export interface NamedMonitor {
  readonly id: string;
  readonly definition: MonitorDefinition;
}

/** Monitors that a command works on, with the metrics and SLOs that they use. */
export interface MonitorSource {
  readonly monitors: readonly NamedMonitor[];
  /** Metrics that the queries may use. */
  readonly catalogue: Catalogue;
  /** Returns the SLO that an SLO alert names. */
  slo(id: string): MetricSlo | undefined;
}

/** Finds a monitor by id. @throws Error with the most similar id if the monitor is unknown */
export function monitorNamed(id: string, { monitors }: Pick<MonitorSource, 'monitors'>): NamedMonitor {
  const found = monitors.find((monitor) => monitor.id === id);
  if (found !== undefined) return found;
  const ids = monitors.map((monitor) => monitor.id);
  throw new Error(`unknown monitor ${id}${didYouMean(id, ids) || `; expected ${listed(ids)}`}`);
}

const most = 10;
const listed = (ids: readonly string[]) =>
  ids.length <= most ? ids.join(', ') : `${ids.slice(0, most).join(', ')} or one of ${ids.length - most} others`;
