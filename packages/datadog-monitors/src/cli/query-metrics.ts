import { type MetricSlo, type MonitorQuery, parseMetricQuery, seriesIn } from '../index';

/** The metrics (or the check) of which a monitor that is evaluated needs series. Those of a composite are its members'. */
export function metricsIn(query: MonitorQuery, slo: MetricSlo | undefined): string[] {
  if (query.kind === 'service check') return [query.check.text];
  if (query.kind === 'slo') return slo ? metricsOfText(sloExpression(slo)) : [];
  return query.kind === 'metric' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
}

/** What an SLO counts, as a metric query. */
export const sloExpression = ({ good, total }: Pick<MetricSlo, 'good' | 'total'>): string =>
  `sum(last_1m):(${good}) / (${total}) > 0`;

const metricsOfText = (query: string): string[] =>
  seriesIn(parseMetricQuery(query).expression).map(({ metric }) => metric.text);

/** For how many minutes a point is seen. The month of an error budget is not waited for. */
export function windowOf(query: MonitorQuery): number {
  if (query.kind === 'slo') return query.burnRate?.longMinutes ?? 0;
  return query.kind === 'metric' ? query.time.window.minutes : 0;
}
