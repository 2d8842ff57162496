import { catalogueFor } from './line-catalogue';
import { requireMonitors } from './monitor-files';
import type { MonitorSource } from './monitor-source';
import { readDocuments } from './read-documents';
import { slosIn } from './slo-files';

/**
 * Reads the monitors in files of every format that `import` reads.
 * @throws Error if a file or monitor cannot be read, because a name could then select the wrong monitor
 */
export async function sourceIn(files: readonly string[]): Promise<MonitorSource> {
  const read = await readDocuments(files);
  const monitors = requireMonitors(read);
  const queries = monitors.map(({ definition }) => definition.query);
  return {
    monitors,
    catalogue: catalogueFor({ series: [], metricTypes: {} }, queries),
    slo: slosIn(read),
  };
}
