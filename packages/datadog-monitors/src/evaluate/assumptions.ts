/** What Datadog does not publish, or says in two ways. Each has a cautious default. */
export interface Assumptions {
  /** Width of a point where the query says no rollup. The interval that monitors use is not published. */
  readonly pointMinutes: 1;
  /** D/monitors/configuration: a group that was not seen before waits so long, where the monitor says nothing. */
  readonly newGroupDelaySeconds: number;
  /** D/monitors/configuration: a group without data leaves the monitor after so long. */
  readonly groupRetentionHours: number;
  /** The same for groups of hosts. */
  readonly hostRetentionHours: number;
  /** D/dashboards/functions/interpolation gives 300; the guide on sparse metrics uses 900. */
  readonly fillLimitSeconds: number;
  /**
   * Of gauges, before several series are aggregated in space. One page says linear for gauges, another linear for all; the
   * interval that decides where a gap begins is not published, so that no point is made up here unless it is asked for.
   */
  readonly interpolation: 'none' | 'linear';
  /** How far back diff and its like look for the point before the window. Not published. */
  readonly lookbackMinutes: number;
}

export const cautious: Assumptions = {
  pointMinutes: 1,
  newGroupDelaySeconds: 60,
  groupRetentionHours: 24,
  hostRetentionHours: 48,
  fillLimitSeconds: 300,
  interpolation: 'none',
  lookbackMinutes: 10,
};
