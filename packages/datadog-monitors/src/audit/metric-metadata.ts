import * as z from 'zod';

const metric = z.object({
  type: z.string().nullable(),
  /** Tags that the metric reported in the last week, for example `env:prod`. */
  tags: z.array(z.string()),
});

/** Data that a metric part of a query reported in the last week. */
const part = z.object({
  groups: z.number(),
  /** Time of the last point in ISO 8601; null if there was no point. */
  lastPoint: z.string().nullable(),
});

/**
 * Metadata of the metrics that monitors query, as `lint --save-metadata` writes it; null for a metric or part that Datadog does not know.
 */
export const metricMetadata = z.object({
  /** Time of the recording in ISO 8601. */
  recordedAt: z.string(),
  metrics: z.record(z.string(), metric.nullable()),
  /** Metric parts of queries, keyed by their text. */
  parts: z.record(z.string(), part.nullable()),
  /** Reason why the recording is incomplete, and the numbers of metrics and parts that were not read. */
  incomplete: z.exactOptional(z.object({ reason: z.string(), metrics: z.number(), parts: z.number() })),
});

export type MetricMetadata = z.infer<typeof metricMetadata>;
