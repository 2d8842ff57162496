/** Signature of a function, or of a modifier that follows a metric, such as `.as_count()`. */
export interface FunctionFact {
  readonly name: string;
  /** Minimum number of arguments after the series. */
  readonly least: number;
  readonly most: number;
}

function fact(names: string, least = 0, most = least): FunctionFact[] {
  return names.split(' ').map((name) => ({ name, least, most }));
}

/**
 * Known functions. Source: docs.datadoghq.com/dashboards/functions, pages about arithmetic, algorithms, count,
 * exclusion, interpolation, rank and others
 */
export const functionFacts: ReadonlyMap<string, FunctionFact> = new Map(
  [
    ...fact('abs log2 log10 cumsum integral'),
    ...fact('diff derivative dt per_second per_minute per_hour monotonic_diff throughput'),
    ...fact('count_nonzero count_not_null default_zero exclude_null', 0, 1),
    // documented only on an older page about functions
    ...fact('default', 1),
    ...fact('fill', 1, 2),
    ...fact('rollup', 1, 3),
    ...fact('moving_rollup', 2),
    ...fact('clamp_min clamp_max cutoff_min cutoff_max is_greater is_less', 1),
    ...fact('timeshift', 1),
    ...fact('hour_before day_before week_before month_before'),
    ...fact('calendar_shift', 2),
    ...fact('ewma_3 ewma_5 ewma_7 ewma_10 ewma_20 median_3 median_5 median_7 median_9 autosmooth'),
    ...fact('top bottom', 1, 3),
    ...['top', 'bottom'].flatMap((side) =>
      ['5', '10', '15', '20'].flatMap((most) =>
        ['', '_mean', '_min', '_max', '_last', '_area', '_l2norm'].flatMap((by) => fact(`${side}${most}${by}`)),
      ),
    ),
    ...fact('robust_trend trend_line piecewise_constant'),
    ...fact('anomalies', 1, 10),
    ...fact('forecast', 1, 10),
    ...fact('outliers', 1, 6),
  ].map((entry) => [entry.name, entry]),
);

/**
 * Known modifiers. Source: docs.datadoghq.com/metrics/custom_metrics/type_modifiers;
 * docs.datadoghq.com/dashboards/functions/rollup and /interpolation.
 */
export const modifierFacts: ReadonlyMap<string, FunctionFact> = new Map(
  [...fact('as_count as_rate weighted'), ...fact('rollup', 1, 3), ...fact('fill', 1, 2)].map((entry) => [
    entry.name,
    entry,
  ]),
);
