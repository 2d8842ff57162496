import { FailureQueue, Feature } from '@himeshima/constructs';
import type { Construct } from 'constructs';

/** Queues for failed events and rule actions. `monitors/failures.ts` alerts when they are not empty. */
export class Failures extends Feature {
  /** Events that a function failed to process in three attempts. */
  readonly events: FailureQueue;
  /** Messages of failed rule actions. */
  readonly ruleErrors: FailureQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.events = new FailureQueue(this, 'failed-events');
    this.ruleErrors = new FailureQueue(this, 'rule-errors');
  }
}
