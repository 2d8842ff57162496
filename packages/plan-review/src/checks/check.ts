import type { Resources } from './resource-index';
import type { Resource } from './resource-values';

/** Severities of GitLab's Code Quality report. */
export type Severity = 'info' | 'minor' | 'major' | 'critical';

/** Policy check for one recommendation. packages/plan-review/README.md describes how to add a check. */
export interface Check {
  /** Id, which consists of the service and the subject: `sqs-redrive`. */
  readonly id: string;
  readonly severity: Severity;
  /** Resource types to which the check applies. */
  readonly about: readonly string[];
  /** Consequence of ignoring the recommendation. */
  readonly reason: string;
  readonly fix: string;
  /** Id of the question or best practice in the Well-Architected Serverless Lens or IoT Lens, and other sources. */
  readonly source: string;
  /**
   * Returns whether a resource violates the recommendation. Returns false if values are known only after apply.
   * @returns true, or the location of the violation within the resource, without values from the plan
   */
  finds(resource: Resource, all: Resources): boolean | string;
}
