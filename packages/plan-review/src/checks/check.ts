import type { Resource } from './resource';
import type { Resources } from './resources';

/** Severities of GitLab's Code Quality report. */
export type Severity = 'info' | 'minor' | 'major' | 'critical';

/** A recommendation for a resource. packages/plan-review/README.md describes how to add one. */
export interface Check {
  /** Service and subject: `sqs-redrive`. */
  readonly id: string;
  readonly severity: Severity;
  /** Resource types to which it applies. */
  readonly about: readonly string[];
  /** Consequence of ignoring the finding. */
  readonly reason: string;
  readonly fix: string;
  /** Question or best practice of the Well-Architected Serverless or IoT Lens, then other sources. */
  readonly source: string;
  /**
   * Whether the resource violates the recommendation; false if that is unknown before the apply.
   * @returns a text instead of true to say where in the resource, in our own words
   */
  finds(resource: Resource, all: Resources): boolean | string;
}
