import type { MonitorDefinition } from '../monitor/definition';

/** Monitor with one small mistake. At least one of its tests must fail with it. */
export interface Mutant {
  /** Its name, for example `>= 2 instead of >= 1`; equivalent mutants are declared by it. */
  readonly change: string;
  /** Describes the missing test. */
  readonly missing: string;
  apply(definition: MonitorDefinition): MonitorDefinition;
}
