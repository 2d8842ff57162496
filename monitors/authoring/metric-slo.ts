/** An SLO over counts, as an SRE writes it. The queries are what Datadog shows: `sum:a.good{*}.as_count()`. */
export interface MetricSlo {
  /** Id in Terraform, and in the queries of its alerts. */
  readonly id: string;
  readonly name: string;
  /** What is promised to whom, and why no more. */
  readonly description: string;
  /** In percent of all events of the last `days`. */
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
