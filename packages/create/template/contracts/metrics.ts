/** CloudWatch namespace of the metrics that the functions write to their logs. */
export const metricNamespace = 'starter';

// Datadog replaces hyphens in metric names
const datadogNamespace = metricNamespace.replaceAll('-', '_');

/** Metrics of the functions. `ReadingStored` in CloudWatch is `starter.reading_stored` in Datadog. */
export const ownMetrics = {
  /** Stored reading, including duplicates. */
  readingStored: {
    cloudwatch: 'ReadingStored',
    datadog: `${datadogNamespace}.reading_stored`,
    kind: 'count',
    tags: ['service'],
  },
} as const;
