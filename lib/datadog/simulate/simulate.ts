import { createEvaluator, type Evaluation, type EvaluatorOptions } from '../evaluate/evaluator';
import type { Notification } from '../evaluate/notify';
import type { SeriesSource } from '../evaluate/source';
import { untouched } from '../evaluate/state';
import type { MonitorDefinition } from '../monitor/definition';

export interface SimulatedMinute extends Evaluation {
  readonly minute: number;
}

export interface Simulation {
  readonly minutes: readonly SimulatedMinute[];
  readonly notifications: readonly Notification[];
}

/**
 * Evaluates a monitor minute by minute, both ends included.
 * @throws QueryError and NotEvaluated, as `createEvaluator` does
 */
export function simulate(
  definition: MonitorDefinition,
  source: SeriesSource,
  { from = 0, to, ...options }: EvaluatorOptions & { readonly from?: number; readonly to: number },
): Simulation {
  const evaluator = createEvaluator(definition, options);
  const minutes: SimulatedMinute[] = [];
  let state = untouched;
  for (let minute = from; minute <= to; minute += 1) {
    const evaluation = evaluator.evaluateAt(minute, source, state);
    minutes.push({ minute, ...evaluation });
    state = evaluation.state;
  }
  return { minutes, notifications: minutes.flatMap(({ notifications }) => notifications) };
}
