import type { Construct } from 'constructs';
import { FailureQueue } from '../constructs/failure-queue';
import { Feature } from '../constructs/feature';

/** Where what failed waits for a person: `monitors/sqs.ts` tells when something does. */
export class Failures extends Feature {
  /** Events that a function could not process in three tries, whole. */
  readonly events: FailureQueue;
  /** Messages of which a rule could not carry out an action. */
  readonly ruleErrors: FailureQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.events = new FailureQueue(this, 'failed-events');
    this.ruleErrors = new FailureQueue(this, 'rule-errors');
  }
}
