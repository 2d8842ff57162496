import type { ValueObject } from '@himeshima/terraform-json';
import type { Resource } from './resource';
import type { Resources } from './resources';

/** Of GitLab's Code Quality report. */
export type Severity = 'info' | 'minor' | 'major' | 'critical';

/** Resources as a synthesized stack has them: type → name → attributes. */
export type Example = Readonly<Record<string, Readonly<Record<string, ValueObject>>>>;

/** One thing that has to hold of a resource. See packages/plan-review/README.md for how to add one. */
export interface Check {
  /** The service, and what is looked at: `sqs-encryption`. */
  readonly id: string;
  readonly severity: Severity;
  /** Types of the resources that it looks at. */
  readonly about: readonly string[];
  /** What comes of it, where nothing is done. */
  readonly reason: string;
  readonly fix: string;
  /** Where it stands in the Well-Architected Serverless or IoT Lens; then what others call it. */
  readonly source: string;
  /**
   * Whether this is one. Of what is not known before the apply it says no.
   * @returns a text in place of true says where inside of the resource, in our own words
   */
  finds(resource: Resource, all: Resources): boolean | string;
  /** Nothing at all is found in the good ones, and exactly this in the bad ones. */
  readonly examples: { readonly good: readonly Example[]; readonly bad: readonly Example[] };
}
