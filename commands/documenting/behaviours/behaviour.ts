import type { NamedTest } from '@himeshima/local-aws/reference';

/** What a service of AWS does, where that is written, and the test that sees it here. */
export interface Behaviour {
  readonly behaviour: string;
  /** Pages are those of the AWS IoT developer guide, unless it says otherwise. */
  readonly source: string;
  readonly test: NamedTest;
  /** Where it is another way here, or AWS does not say: what, and why. */
  readonly differs?: string;
}

/** The tests of a file, by their titles. */
export const testsIn =
  (file: string) =>
  (title: string): NamedTest => ({ file, title });
