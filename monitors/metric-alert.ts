import type { Severity } from '../config/environment';

/** A metric monitor as an SRE writes it. What is left out has the value of `defaults`. */
export interface MetricAlert {
  /** Id in Terraform, and in the messages of synth. */
  readonly id: string;
  readonly name: string;
  /** As Datadog shows it, the critical threshold included: that is written here and nowhere else. */
  readonly query: string;
  readonly severity: Severity;
  /** `docs/runbooks/<runbook>.md`. */
  readonly runbook: string;
  /** What happened and what it means, for somebody who has just woken up. */
  readonly message: string;
  /** Repeats the query's threshold, for a monitor pasted from Datadog's export; synth refuses any other number. */
  readonly critical?: number;
  readonly warning?: number;
  readonly criticalRecovery?: number;
  readonly settings?: Partial<Settings>;
}

/** Attributes of `datadog_monitor`. Delays in seconds, intervals and frames in minutes, `timeoutH` in hours. */
export interface Settings {
  readonly notifyNoData: boolean;
  readonly noDataTimeframe: number;
  readonly renotifyInterval: number;
  readonly evaluationDelay: number;
  readonly newHostDelay: number;
  readonly timeoutH: number;
  readonly notifyAudit: boolean;
  readonly includeTags: boolean;
  readonly locked: boolean;
  readonly requireFullWindow: boolean;
}

/**
 * The talk's values. `evaluationDelay`: CloudWatch's figures reach Datadog after 10 to 12 minutes
 * (D/integrations/guide/cloud-metric-delay). The rest is always written, since API and Terraform differ in defaults.
 */
export const defaults: Settings = {
  notifyNoData: false,
  noDataTimeframe: 10,
  renotifyInterval: 10,
  evaluationDelay: 900,
  newHostDelay: 300,
  timeoutH: 0,
  notifyAudit: false,
  includeTags: false,
  locked: false,
  requireFullWindow: false,
};

/** A monitor, with the call that declared it for messages that name file and line. */
export interface DeclaredAlert extends Omit<MetricAlert, 'settings'> {
  readonly settings: Settings;
  readonly declared: Error;
}

export function metricAlert(alert: MetricAlert): DeclaredAlert {
  return { ...alert, settings: { ...defaults, ...alert.settings }, declared: new Error(alert.id) };
}
