import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { type PreparedMonitor, prepare, prepareQuery } from '../evaluate/prepare';
import type { SeriesSource } from '../evaluate/source';
import { assumedByFormula, isOverMetrics, metricQueryOf, variablesOf } from '../events/formula';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { historiesOf, scheduleOf } from './histories';
import { assumedBy } from './query-assumptions';
import { simulateCheck } from './simulate-check';
import { simulateEvents } from './simulate-events';
import type { SimulationOptions } from './simulation-options';
import { type Simulation, timelines } from './timelines';

/**
 * Simulates a monitor of metrics, events or checks over a time range, minute by minute, from an empty state. Composites and SLO
 * alerts need additional input: use `simulateComposite` or `simulateSlo`.
 * @throws QueryError and NotEvaluatedError, as `createEvaluator` does; MessageError if the message cannot be rendered
 */
export function simulate(definition: MonitorDefinition, source: SeriesSource, options: SimulationOptions): Simulation {
  if (definition.thresholdQueries !== undefined)
    throw new NotEvaluatedError(
      definition.thresholdQueries.join(', '),
      'only thresholds that are numbers are evaluated',
    );
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'service check') return simulateCheck(definition, source, options);
  if (query.kind === 'search') return simulateEvents(definition, query, source, options);
  if (query.kind === 'formula') {
    const variables = variablesOf(query, definition);
    if (!isOverMetrics(variables)) return simulateEvents(definition, query, source, options);
    const prepared = prepareQuery(definition, metricQueryOf(query, variables), options);
    const run = simulateMetrics(prepared, source, options);
    return { ...run, assumed: [...assumedByFormula(query, variables), ...run.assumed] };
  }
  return simulateMetrics(prepare(definition, options), source, options);
}

function simulateMetrics(prepared: PreparedMonitor, source: SeriesSource, options: SimulationOptions): Simulation {
  const schedule = scheduleOf(prepared, options);
  const histories = historiesOf(prepared, source, schedule);
  return timelines(prepared.subject, { histories, schedule, assumed: assumedBy(prepared, source), ...options });
}
