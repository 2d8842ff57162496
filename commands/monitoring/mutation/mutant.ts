import type { MonitorDefinition } from '@himeshima/datadog-monitors';

/** A monitor that is slightly wrong. Tests that are worth something fail with it. */
export interface Mutant {
  /** `>= 2 instead of >= 1`: its name, too, where it is declared equivalent. */
  readonly change: string;
  /** The test that would tell it from the monitor. */
  readonly missing: string;
  apply(definition: MonitorDefinition): MonitorDefinition;
}
