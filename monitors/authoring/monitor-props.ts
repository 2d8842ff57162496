import type { Acceptances } from '@himeshima/datadog-monitors';
import type { Severity } from '../../config/environment';

/** Properties that a monitor of any kind needs. */
export interface MonitorProps {
  /** Id in Terraform and in the messages of synth. */
  readonly id: string;
  readonly name: string;
  /** Query as Datadog shows it, including the critical threshold, which is declared nowhere else. */
  readonly query: string;
  readonly severity: Severity;
  /** `docs/runbooks/<runbook>.md`. */
  readonly runbook: string;
  /** Summary for a person who has just woken up. May contain `{{value}}` and the groups of the query. */
  readonly summary: string;
  /** Consequence for users and data. May contain the same variables. */
  readonly impact: string;
  /** Lint warnings that are right for this monitor: id → reason. */
  readonly accepts?: Acceptances;
}

/** Attributes of `datadog_monitor` that every kind has. Their defaults follow from the severity. */
export interface CommonSettings {
  /** Minutes; 0 disables renotification. */
  readonly renotifyInterval: number;
  /** Maximum number of renotifications. Default: unlimited. */
  readonly renotifyOccurrences?: number;
  readonly notifyAudit: boolean;
  readonly includeTags: boolean;
  readonly locked: boolean;
}

/** Fields that a declared monitor adds to its properties. */
export interface Declared {
  /** Error whose stack is the call that declared the monitor, for messages with file and line. */
  readonly declared: Error;
  /** Violations of the schema. */
  readonly faults: readonly string[];
}

/** Common settings that do not depend on the severity. */
export const commonDefaults = { notifyAudit: false, includeTags: false, locked: false } as const;
