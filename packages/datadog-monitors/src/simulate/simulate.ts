import { type EvaluatorOptions, prepare } from '../evaluate/prepare';
import type { SeriesSource } from '../evaluate/source';
import type { MonitorDefinition } from '../monitor/definition';
import { assumedBy } from './assumed';
import type { Downtime } from './downtime';
import { historiesOf, scheduleOf } from './histories';
import { simulateCheck } from './simulate-check';
import { type Simulation, timelines } from './timelines';

export interface SimulationOptions extends EvaluatorOptions {
  /** Minutes of wall time, both ends included. */
  readonly from?: number;
  readonly to: number;
  /** Every group is heard where none is given. */
  readonly downtimes?: readonly Downtime[];
}

/**
 * What a metric monitor or a service check does over a stretch of time, minute by minute, from nothing known before.
 * Composites and SLO alerts need more than series: `simulateComposite`, `simulateSlo`.
 * @throws QueryError and NotEvaluated, as `createEvaluator` does; MessageError where the message cannot be rendered
 */
export function simulate(definition: MonitorDefinition, source: SeriesSource, options: SimulationOptions): Simulation {
  if (definition.type === 'service check') return simulateCheck(definition, source, options);
  const prepared = prepare(definition, options);
  const schedule = scheduleOf(prepared, options);
  const histories = historiesOf(prepared, source, schedule);
  return timelines(prepared.subject, { histories, schedule, assumed: assumedBy(prepared, source), ...options });
}
