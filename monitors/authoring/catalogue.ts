import { type Catalogue, catalogue } from '@himeshima/datadog-monitors';
import { ownMetrics } from '../../contracts/metrics';

// They come by CloudWatch, as late as all of AWS's (D/integrations/guide/cloud-metric-delay).
const delayMinutes = 12;

// Made once for each set of tags: every monitor of every environment asks for it.
const made = new Map<string, Catalogue>();

/** The metrics of the AWS integration and the platform's own. @param tags that all of them have, beside their own */
export function knownMetrics(tags: readonly string[] = []): Catalogue {
  const key = tags.join();
  const known = made.get(key) ?? make(tags);
  made.set(key, known);
  return known;
}

function make(tags: readonly string[]): Catalogue {
  const own = Object.values(ownMetrics).map(({ datadog: name, kind: type, tags: itsTags }) => {
    return { name, type, tags: itsTags, unit: undefined, delayMinutes, source: 'contracts/metrics.ts' };
  });
  return catalogue.with(own, tags);
}
