import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import type { MonitorDefinition } from '../monitor/definition';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';

type Kind = MonitorQuery['kind'];

/** Kinds of monitors that a backtest cannot evaluate, whatever its data contains, each with the reason. */
const always: Readonly<Partial<Record<Kind, string>>> = {
  composite: 'it evaluates other monitors instead of metrics; backtest the monitors that it combines',
  slo: 'the monitor does not contain the queries of its SLO; simulate it with datadog-monitors simulate and the file of the SLO',
  opaque: 'its query is not parsed',
};

/** Kinds of monitors that a backtest cannot evaluate over metrics from Datadog's query API, each with the reason. */
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
