import type { Expression, MetricQuery } from './query-tree';
import { expressionsIn, usesAsCount } from './walk';

/**
 * Returns whether a query averages counts. Counts are summed, so their average is misleading
 * (docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations). An anomaly monitor averages the deviations of the counts instead.
 */
export const averagesCounts = ({ time, expression }: Pick<MetricQuery, 'time' | 'expression'>): boolean =>
  time.aggregator === 'avg' && usesAsCount(expression) && !callsAnomalies(expression);

const callsAnomalies = (expression: Expression): boolean =>
  [...expressionsIn(expression)].some((part) => part.kind === 'call' && part.name.text === 'anomalies');
