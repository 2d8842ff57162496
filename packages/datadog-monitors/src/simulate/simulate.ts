import { type EvaluatorOptions, prepare } from '../evaluate/prepare';
import type { SeriesSource } from '../evaluate/source';
import type { MonitorDefinition } from '../monitor/definition';
import { assumedBy } from './assumed';
import type { Downtime } from './downtime';
import { historiesOf, scheduleOf } from './histories';
import { simulateCheck } from './simulate-check';
import { type Simulation, timelines } from './timelines';

export interface SimulationOptions extends EvaluatorOptions {
  /** First minute of the run, in wall time. Both ends are included. */
  readonly from?: number;
  readonly to: number;
  /** Downtimes; by default every group notifies. */
  readonly downtimes?: readonly Downtime[];
}

/**
 * Simulates a metric monitor or a service check over a time range, minute by minute, from an empty state. Composites and SLO
 * alerts need additional input: use `simulateComposite` or `simulateSlo`.
 * @throws QueryError and NotEvaluatedError, as `createEvaluator` does; MessageError if the message cannot be rendered
 */
export function simulate(definition: MonitorDefinition, source: SeriesSource, options: SimulationOptions): Simulation {
  if (definition.type === 'service check') return simulateCheck(definition, source, options);
  const prepared = prepare(definition, options);
  const schedule = scheduleOf(prepared, options);
  const histories = historiesOf(prepared, source, schedule);
  return timelines(prepared.subject, { histories, schedule, assumed: assumedBy(prepared, source), ...options });
}
