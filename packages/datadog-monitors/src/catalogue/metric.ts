/** How Datadog stores a metric. It decides which functions make sense (D/metrics/types). */
export type MetricType = 'count' | 'gauge' | 'rate' | 'distribution';

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** As Datadog shows it: `millisecond`, `byte`, `percent`. */
  readonly unit: string | undefined;
  /** Keys of the tags that the integration puts on it, without those that all metrics of AWS carry. */
  readonly tags: readonly string[];
  /** How late it may be there, in minutes; undefined where it comes at once. */
  readonly delayMinutes?: number;
  /** Where the row comes from, and the day on which it was read. */
  readonly source: string;
}
