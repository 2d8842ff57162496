import type { Resources } from './resource-index';
import type { Resource } from './resource-values';

/** Severities of GitLab's Code Quality report. */
export type Severity = 'info' | 'minor' | 'major' | 'critical';

/** Check for one recommendation about a resource. packages/plan-review/README.md describes how to add one. */
export interface Check {
  /** Id, composed of the service and the subject: `sqs-redrive`. */
  readonly id: string;
  readonly severity: Severity;
  /** Resource types to which the check applies. */
  readonly about: readonly string[];
  /** Consequence of ignoring the finding. */
  readonly reason: string;
  readonly fix: string;
  /** Question or best practice in the Well-Architected Serverless Lens or IoT Lens, followed by other sources. */
  readonly source: string;
  /**
   * Returns whether the resource violates the recommendation; false if this is unknown before the apply.
   * @returns true, or a string that locates the violation in the resource and contains no values from the plan
   */
  finds(resource: Resource, all: Resources): boolean | string;
}
