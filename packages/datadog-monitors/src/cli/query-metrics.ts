import { type MetricSlo, type MonitorQuery, parseMetricQuery, seriesIn } from '../index';

/** Returns the metrics or the check that a query reads; empty for a composite, which uses the series of its members. */
export function metricsIn(query: MonitorQuery, slo: MetricSlo | undefined): string[] {
  if (query.kind === 'service check') return [query.check.text];
  if (query.kind === 'slo') return slo ? metricsOfText(sloExpression(slo)) : [];
  return query.kind === 'metric' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
}

/** Returns a metric query that reads an SLO's series. */
export const sloExpression = ({ good, total }: Pick<MetricSlo, 'good' | 'total'>): string =>
  `sum(last_1m):(${good}) / (${total}) > 0`;

const metricsOfText = (query: string): string[] =>
  seriesIn(parseMetricQuery(query).expression).map(({ metric }) => metric.text);

/** Returns the number of minutes for which a point stays in the query's window. Ignores the 30-day period of an error budget. */
export function windowOf(query: MonitorQuery): number {
  if (query.kind === 'slo') return query.burnRate?.longMinutes ?? 0;
  if (query.kind === 'search' || query.kind === 'formula') return query.window.minutes;
  return query.kind === 'metric' ? query.time.window.minutes : 0;
}

/** Returns the names of the series of event counts that a query may read: its source, or the variables of its formula. */
export function countsIn(query: MonitorQuery): string[] {
  if (query.kind === 'search') return [query.source];
  return query.kind === 'formula' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
}
