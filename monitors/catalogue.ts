import { type Catalogue, catalogue } from '@himeshima/datadog-monitors';
import { ownMetrics } from '../contracts/metrics';

// the platform's metrics arrive through CloudWatch, with the same delay as AWS's metrics
// (docs.datadoghq.com/integrations/guide/cloud-metric-delay)
const delayMinutes = 12;

// caches the metrics for each set of tags, because every monitor of every environment needs them
const catalogues = new Map<string, Catalogue>();

/** Returns the metrics from the AWS integration and from this platform. @param tags added to every metric */
export function knownMetrics(tags: readonly string[] = []): Catalogue {
  const key = tags.join();
  const known = catalogues.get(key) ?? createCatalogue(tags);
  catalogues.set(key, known);
  return known;
}

function createCatalogue(tags: readonly string[]): Catalogue {
  const own = Object.values(ownMetrics).map(({ datadog: name, kind: type, tags: itsTags }) => {
    return { name, type, tags: itsTags, unit: undefined, delayMinutes, source: 'contracts/metrics.ts' };
  });
  return catalogue.with(own, tags);
}
