import type { EvaluatorOptions } from '../evaluate/prepare';
import type { Downtime } from './downtime';

export interface SimulationOptions extends EvaluatorOptions {
  /** First minute of the run, in wall time. Both ends are included. */
  readonly from?: number;
  readonly to: number;
  /** Downtimes; by default every group notifies. */
  readonly downtimes?: readonly Downtime[];
}
