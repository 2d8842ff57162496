import { catalogueFor } from './line-catalogue';
import { requireMonitors } from './monitor-files';
import type { MonitorSource } from './monitor-source';
import { slosInFiles } from './slo-files';

/** Reads the monitors in files. @throws Error if a monitor cannot be read, because a name could then select the wrong monitor */
export function sourceIn(files: readonly string[]): MonitorSource {
  const monitors = requireMonitors(files);
  const queries = monitors.map(({ definition }) => definition.query);
  return {
    monitors,
    catalogue: catalogueFor({ series: [], metricTypes: {} }, queries),
    slo: slosInFiles(files),
  };
}
