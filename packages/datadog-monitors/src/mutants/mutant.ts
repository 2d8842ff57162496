import type { MonitorDefinition } from '../monitor/definition';

/** Copy of a monitor with one small mistake. At least one test of the monitor must fail with this copy. */
export interface Mutant {
  /** Name of the mutant, for example `>= 2 instead of >= 1`. Equivalent mutants are declared under this name. */
  readonly change: string;
  /** Describes the missing test. */
  readonly missing: string;
  apply(definition: MonitorDefinition): MonitorDefinition;
}
