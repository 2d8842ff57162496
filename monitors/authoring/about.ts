import type { Acceptances } from '@himeshima/datadog-monitors';
import type { Severity } from '../../config/environment';

/** What an SRE writes about every monitor, whatever its kind. */
export interface About {
  /** Id in Terraform, and in the messages of synth. */
  readonly id: string;
  readonly name: string;
  /** As Datadog shows it, the critical threshold included: that is written here and nowhere else. */
  readonly query: string;
  readonly severity: Severity;
  /** `docs/runbooks/<runbook>.md`. */
  readonly runbook: string;
  /** What happened, for somebody who has just woken up. May name `{{value}}` and the groups of the query. */
  readonly happened: string;
  /** Why it matters: what is lost or late, and who notices. */
  readonly matters: string;
  /** Lints that this monitor is known to break, by their id, each with the reason for which that is right. */
  readonly accepts?: Acceptances;
}

/** Attributes of `datadog_monitor` that every kind has. What is left out is decided by the severity. */
export interface CommonSettings {
  /** Minutes; 0 says it once. */
  readonly renotifyInterval: number;
  /** How often it is said again; without it, for ever. */
  readonly renotifyOccurrences?: number;
  readonly notifyAudit: boolean;
  readonly includeTags: boolean;
  readonly locked: boolean;
}

/** What a declared monitor knows beside what was written: the call that made it, for messages that name file and line. */
export interface Declared {
  readonly declared: Error;
  /** What is wrong with the shape of what was written. */
  readonly faults: readonly string[];
}

/** Of the attributes that every kind has, those that no severity decides. */
export const commonDefaults = { notifyAudit: false, includeTags: false, locked: false } as const;
