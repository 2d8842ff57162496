import type { Resources } from './resource-index';
import type { Resource } from './resource-values';

/** Severities of GitLab's Code Quality report. */
export type Severity = 'info' | 'minor' | 'major' | 'critical';

/** Policy check for one recommendation. packages/plan-review/README.md describes how to add a check. */
export interface Check {
  /** Id, made up of the service and the subject: `sqs-redrive`. */
  readonly id: string;
  readonly severity: Severity;
  /** Resource types to which the check applies. */
  readonly about: readonly string[];
  /** Consequence of not following the recommendation. */
  readonly reason: string;
  readonly fix: string;
  /** Question or best practice in the Well-Architected Serverless Lens or IoT Lens, followed by other sources. */
  readonly source: string;
  /**
   * Returns whether the resource violates the recommendation; false if this is not known before the apply.
   * @returns true, or the location of the violation in the resource, without values from the plan
   */
  finds(resource: Resource, all: Resources): boolean | string;
}
