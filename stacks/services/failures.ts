import { FailureQueue, Feature } from '@himeshima/constructs';
import type { Construct } from 'constructs';

/** Queues for failed events and rule actions. `monitors/sqs.ts` alerts when they are not empty. */
export class Failures extends Feature {
  /** Queue of events that a function failed to process in three attempts, with their full content. */
  readonly events: FailureQueue;
  /** Queue of messages for which a rule action failed. */
  readonly ruleErrors: FailureQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.events = new FailureQueue(this, 'failed-events');
    this.ruleErrors = new FailureQueue(this, 'rule-errors');
  }
}
