import { catalogueFor } from './line-catalogue';
import { monitorsInFiles } from './monitor-files';
import type { MonitorSource, NamedMonitor } from './monitor-source';
import { slosInFiles } from './slo-files';

/** Reads the monitors in files. @throws Error if a monitor cannot be read, because a name could then select the wrong monitor */
export function sourceIn(files: readonly string[]): MonitorSource {
  const monitors = monitorsInFiles(files).map((found): NamedMonitor => {
    if (found.definition === undefined) throw new Error(`${found.file}: ${found.id}: ${found.problem}`);
    return { id: found.id, definition: found.definition };
  });
  const queries = monitors.map(({ definition }) => definition.query);
  return {
    monitors,
    catalogue: catalogueFor({ series: [], metricTypes: {} }, queries),
    slo: slosInFiles(files),
  };
}
