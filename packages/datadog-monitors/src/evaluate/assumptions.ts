/**
 * Approximation of the `basic` algorithm of `anomalies()`. The documentation calls it a lagging rolling quantile, but publishes
 * neither its window nor its quantile, so both are parameters without defaults.
 */
export interface AnomalyAssumptions {
  /** Minutes before a point that determine its expected range. */
  readonly windowMinutes: number;
  /** Quantile of the upper end of the range for one deviation, between 0.5 and 1; the lower end is symmetric. */
  readonly quantile: number;
}

/** Parameters for behavior that Datadog does not document, or documents inconsistently. The defaults are conservative. */
export interface Assumptions {
  /** Minutes per point if the query has no rollup. The interval that Datadog's monitors use is not published. */
  readonly pointMinutes: 1;
  /** Seconds for which a new group is ignored if the monitor does not set a delay (docs.datadoghq.com/monitors/configuration). */
  readonly newGroupDelaySeconds: number;
  /** Hours without data after which a group leaves the monitor (docs.datadoghq.com/monitors/configuration). */
  readonly groupRetentionHours: number;
  /** Hours without data after which a group by host leaves the monitor. */
  readonly hostRetentionHours: number;
  /** Default limit of fill(): docs.datadoghq.com/dashboards/functions/interpolation says 300, the guide on sparse metrics 900. */
  readonly fillLimitSeconds: number;
  /**
   * Interpolation of gauges before several series are aggregated in space. The guide about interpolation says linear over at most
   * five minutes; the page about the functions agrees for gauges, but not for other metrics.
   */
  readonly interpolation: 'none' | 'linear';
  /**
   * Number of minutes that diff and similar functions look back from the start of the window for the previous point. Datadog
   * does not publish this value.
   */
  readonly lookbackMinutes: number;
  /** Parameters for approximating anomalies(…, 'basic', …). Without them, anomalies are not evaluated. */
  readonly anomalies?: AnomalyAssumptions;
}

export const cautious: Assumptions = {
  pointMinutes: 1,
  newGroupDelaySeconds: 60,
  groupRetentionHours: 24,
  hostRetentionHours: 48,
  fillLimitSeconds: 300,
  interpolation: 'linear',
  lookbackMinutes: 10,
};
