import { z } from 'zod';
import { datadogName } from '../datadog/metric-name';
import type { MetricIdentity, Tags } from '../metrics';

/** Value of a custom metric. */
export interface EmbeddedMetric {
  /** Datadog's name of the metric: `shop.device_powered_on`. */
  metric: string;
  tags: Tags;
  value: number;
  identity: MetricIdentity;
}

const Directive = z.object({
  Namespace: z.string(),
  Dimensions: z.array(z.array(z.string())),
  Metrics: z.array(z.object({ Name: z.string() })),
});

const Line = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(Directive) }) });

const Values = z.union([z.number().transform((one) => [one]), z.array(z.number())]);

/**
 * Returns the metrics in a log line that uses CloudWatch's embedded metric format, or an empty list for all other
 * lines. Source: CloudWatch user guide, "CloudWatch_Embedded_Metric_Format_Specification".
 */
export function embeddedMetrics(line: string): EmbeddedMetric[] {
  if (!line.includes('"_aws"')) return [];
  const parsed = Line.safeParse(parseJson(line));
  if (!parsed.success) return [];
  const { data } = parsed;
  return data._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((dimensions) => {
      const named = dimensions.map((Name) => ({ Name, Value: String(data[Name] ?? '') }));
      const tags = Object.fromEntries(named.map(({ Name, Value }) => [Name.toLowerCase(), Value]));
      return Metrics.flatMap(({ Name }) =>
        (Values.safeParse(data[Name]).data ?? []).map((value) => ({
          metric: datadogName(Namespace, Name),
          tags,
          value,
          identity: { namespace: Namespace, name: Name, dimensions: named },
        })),
      );
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
