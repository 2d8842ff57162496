import type { Metric, MetricType } from './metric';

/** Metrics of one AWS service in a compact notation. */
export interface ServiceRows {
  /** Prefix of the metric names in Datadog, for example `aws.lambda`. */
  readonly namespace: string;
  /** CloudWatch namespace as Datadog's integration spells it, for example `AWS/Lambda`. */
  readonly cloudWatch: string;
  readonly tags: readonly string[];
  readonly source: string;
  /**
   * Metric names without the namespace, separated by spaces, keyed by type and unit (`gauge millisecond`).
   * `duration+maximum+p95` is short for duration, duration.maximum and duration.p95, because CloudWatch statistics are
   * separate metrics in Datadog.
   */
  readonly rows: Readonly<Record<string, string>>;
}

export function metricsOf({ namespace, tags, source, rows }: ServiceRows): Metric[] {
  return Object.entries(rows).flatMap(([key, names]) => {
    const [word = '', unit] = key.split(' ');
    return expand(names).map((name) => ({ name: `${namespace}.${name}`, type: typeOf(word), unit, tags, source }));
  });
}

function expand(names: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [name = '', ...statistics] = word.split('+');
      return [name, ...statistics.map((statistic) => `${name}.${statistic}`)];
    });
}

function typeOf(word: string): MetricType {
  return word === 'count' || word === 'rate' || word === 'distribution' ? word : 'gauge';
}
