import type { Severity } from '../config/environment';

/** What an SRE writes. Spans are in the unit that Datadog's attribute has: seconds, or minutes where the name says so. */
export interface MetricAlert {
  /** Id in Terraform and in the messages of synth. */
  readonly id: string;
  readonly name: string;
  /** As Datadog shows it, threshold included: it is written here and nowhere else. */
  readonly query: string;
  readonly severity: Severity;
  /** `docs/runbooks/<runbook>.md`. */
  readonly runbook: string;
  /** What happened and what it means, for somebody who has just woken up. */
  readonly message: string;
  readonly evaluationDelaySeconds?: number;
  readonly renotifyMinutes?: number;
  readonly newHostDelaySeconds?: number;
  readonly newGroupDelaySeconds?: number;
}

/** A monitor, and the call that declared it, for messages that name file and line. */
export interface DeclaredAlert extends MetricAlert {
  readonly declared: Error;
}

export function metricAlert(alert: MetricAlert): DeclaredAlert {
  return { ...alert, declared: new Error(alert.id) };
}
