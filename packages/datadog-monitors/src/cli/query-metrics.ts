import { type MetricSlo, type MonitorQuery, parseMetricQuery, seriesIn } from '../index';

/** Returns a metric query that reads an SLO's series. */
export const sloExpression = ({ good, total }: Pick<MetricSlo, 'good' | 'total'>): string =>
  `sum(last_1m):(${good}) / (${total}) > 0`;

/** Returns the metrics of an SLO. */
export const metricsOfSlo = (slo: MetricSlo): string[] =>
  seriesIn(parseMetricQuery(sloExpression(slo)).expression).map(({ metric }) => metric.text);

/** Returns the number of minutes for which a point stays in the query's window. Ignores the 30-day period of an error budget. */
export function windowOf(query: MonitorQuery): number {
  if (query.kind === 'slo') return query.burnRate?.longMinutes ?? 0;
  if (query.kind === 'search' || query.kind === 'formula') return query.window.minutes;
  return query.kind === 'metric' ? query.time.window.minutes : 0;
}
