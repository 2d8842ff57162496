import type { MonitorDefinition } from '../monitor/definition';

/** Monitor with one small mistake. At least one test of the monitor must fail with the mutant. */
export interface Mutant {
  /** Name of the mutant, for example `>= 2 instead of >= 1`; equivalent mutants are declared by this name. */
  readonly change: string;
  /** Describes the missing test. */
  readonly missing: string;
  apply(definition: MonitorDefinition): MonitorDefinition;
}
