import { awsMetrics, awsTags } from './aws';
import type { Metric } from './metric';

/** What is known of metrics. A platform adds its own with `with`. */
export interface Catalogue {
  readonly names: readonly string[];
  find(name: string): Metric | undefined;
  /** Keys that a scope of this metric may name: its own and those on every metric. */
  tagsOf(metric: Metric): readonly string[];
  /**
   * A wider catalogue.
   * @param metrics the platform's own; they replace what has the same name
   * @param tags keys that the platform's resources carry and the integration copies to their metrics, such as `env`
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

/** The AWS services in use. */
export const catalogue: Catalogue = catalogueOf(awsMetrics, awsTags);
