import { awsMetrics, awsTags } from './aws';
import type { Metric } from './metric';

/** Known metrics and their tags. A platform adds its own metrics with `with`. */
export interface Catalogue {
  readonly names: readonly string[];
  find(name: string): Metric | undefined;
  /** Returns the tag keys for scopes of this metric: its own keys, and the keys that all metrics share. */
  tagsOf(metric: Metric): readonly string[];
  /**
   * Returns a copy of the catalogue with additional metrics and tags.
   * @param metrics the platform's own metrics, which replace known metrics with the same name
   * @param tags keys of resource tags that the integration copies to the metrics, such as `env`
   */
  with(metrics: readonly Metric[], tags?: readonly string[]): Catalogue;
}

function catalogueOf(metrics: readonly Metric[], commonTags: readonly string[]): Catalogue {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  return {
    names: [...byName.keys()],
    find: (name) => byName.get(name),
    tagsOf: (metric) => [...metric.tags, ...commonTags],
    with: (more, tags = []) => catalogueOf([...byName.values(), ...more], [...commonTags, ...tags]),
  };
}

/** Catalogue of the metrics of the supported AWS services. */
export const catalogue: Catalogue = catalogueOf(awsMetrics, awsTags);
