import type { EvaluatorOptions } from '../evaluate/prepare';
import type { SimulatedDowntime } from './downtime';

export interface SimulationOptions extends EvaluatorOptions {
  /** First minute of the run, in wall-clock time. The run includes its first and last minute. */
  readonly from?: number;
  readonly to: number;
  /** Downtimes of this monitor, in minutes or as declared (`readDowntimeSchedule`). By default, no group is muted. */
  readonly downtimes?: readonly SimulatedDowntime[];
  /** Time of minute 0 for declared downtimes, in minutes since the epoch; 0 by default. */
  readonly start?: number;
}
