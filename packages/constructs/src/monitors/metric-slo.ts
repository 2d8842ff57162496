/** Declaration of a metric-based SLO. Queries are in Datadog's notation: `sum:a.good{*}.as_count()`. */
export interface MetricSlo {
  /** Id in Terraform and in the queries of the SLO's alerts. */
  readonly id: string;
  readonly name: string;
  /** Description of the objective, as a promise to users. */
  readonly description: string;
  /** Required percentage of good events within the last `days` days. */
  readonly target: number;
  readonly warning: number;
  readonly days: 7 | 30 | 90;
  readonly good: string;
  readonly total: string;
}

export interface DeclaredSlo extends MetricSlo {
  readonly declared: Error;
}

export function metricSlo(slo: MetricSlo): DeclaredSlo {
  return { ...slo, declared: new Error(slo.id) };
}

/** Returns the metrics in an SLO's queries; empty for an invalid query, which the SLO's declaration reports. */
export function metricsOfSlo({ good, total }: Pick<MetricSlo, 'good' | 'total'>): readonly string[] {
  return [good, total].flatMap((text) => [...text.matchAll(/\w+:([\w.]+)\{/g)].map(([, name = '']) => name));
}
