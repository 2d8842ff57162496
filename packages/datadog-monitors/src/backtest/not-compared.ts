import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import type { MonitorDefinition } from '../monitor/definition';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';

type Kind = MonitorQuery['kind'];

/** Reasons why a backtest over any data does not evaluate a kind of monitor. */
const always: Readonly<Partial<Record<Kind, string>>> = {
  composite: 'it evaluates other monitors instead of metrics; backtest the monitors that it combines',
  slo: 'the monitor does not contain the queries of its SLO; simulate it with datadog-monitors simulate and the file of the SLO',
  opaque: 'its query is not parsed',
};

/** Reasons why a backtest over metrics from Datadog's query API does not evaluate a kind of monitor. */
const overMetrics: Readonly<Partial<Record<Kind, string>>> = {
  ...always,
  'service check': "Datadog's query API does not return the runs of checks; use files with recorded runs",
  search: "Datadog's query API does not return events; use files with recorded counts",
  formula: "Datadog's query API does not return events; use files with recorded counts",
};

/**
 * Rejects kinds of monitors that a backtest does not evaluate.
 * @param data source of the data: recorded files can also contain runs of checks and counts of events
 * @throws NotEvaluatedError with the reason; QueryError
 */
export function rejectKind({ type, query }: MonitorDefinition, data: 'recorded' | 'metrics'): void {
  const reasons = data === 'recorded' ? always : overMetrics;
  const reason = reasons[parseMonitorQuery(type, query).kind];
  if (reason !== undefined) throw new NotEvaluatedError(`a monitor of type ${type}`, reason);
}
