import { queryOfSearch, queryOfVariable } from '../events/event-query';
import { isOverMetrics, metricQueryOf, variablesOf } from '../events/formula';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import type { FormulaQuery, MetricQuery } from '../query/query-tree';
import { seriesIn } from '../query/walk';

/** Series that a simulation reads. */
export interface NeededSeries {
  readonly name: string;
  /** Source of the events that can replace the series. */
  readonly source?: string;
}

/**
 * Returns the series that the simulation of a monitor reads; an empty list for composites and SLO alerts, which read the series of other
 * definitions.
 * @throws QueryError, and NotEvaluatedError for a formula whose variables are not simulated
 */
export function neededSeries(definition: MonitorDefinition): readonly NeededSeries[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  switch (query.kind) {
    case 'metric':
      return ofMetrics(query);
    case 'service check':
      return [{ name: query.check.text }];
    case 'search':
      return [queryOfSearch(query)];
    case 'formula':
      return ofFormula(query, definition);
    case 'composite':
    case 'slo':
    case 'opaque':
      return [];
    default:
      return query satisfies never;
  }
}

const ofMetrics = ({ expression }: Pick<MetricQuery, 'expression'>) =>
  seriesIn(expression).map(({ metric }) => ({ name: metric.text }));

function ofFormula(query: FormulaQuery, definition: MonitorDefinition): readonly NeededSeries[] {
  const variables = variablesOf(query, definition);
  return isOverMetrics(variables) ? ofMetrics(metricQueryOf(query, variables)) : variables.map(queryOfVariable);
}
