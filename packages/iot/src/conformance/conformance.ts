import { functionExamples, transformExamples } from './function-examples';
import { type Outcome, runExample } from './run-example';
import { statementExamples } from './statement-examples';

export type { Outcome } from './run-example';

/** Runs every example of the developer guide that has a printed result. */
export function conformance(): readonly Outcome[] {
  return [...functionExamples, ...transformExamples, ...statementExamples].map(runExample);
}
