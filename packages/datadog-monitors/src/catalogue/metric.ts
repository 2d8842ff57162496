/** Type under which Datadog stores a metric. It determines which functions are meaningful (docs.datadoghq.com/metrics/types). */
export type MetricType = 'count' | 'gauge' | 'rate' | 'distribution';

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Unit as Datadog displays it, for example `millisecond`, `byte` or `percent`. */
  readonly unit: string | undefined;
  /** Tag keys that the integration adds to this metric, except keys that all AWS metrics have. */
  readonly tags: readonly string[];
  /** Maximum delay of a data point, in minutes; undefined if points arrive immediately. */
  readonly delayMinutes?: number;
  /** Source of the row, and the date on which it was read. */
  readonly source: string;
}
