import type { Phrase } from '../phrase';
import type { Plan } from '../plan/plan';

/** Kinds of danger, worst first. */
export const dangerKinds = [
  'cannot be applied',
  'data loss',
  'exposure',
  'broader access',
  'weaker encryption',
  'devices cut off',
  'outage',
  'messages ignored',
  'messages changed',
  'weaker protection',
  'weaker alerting',
  'no longer managed',
  'cannot be judged',
  'more messages',
] as const;
export type DangerKind = (typeof dangerKinds)[number];

export interface Danger {
  readonly kind: DangerKind;
  readonly address: string;
  readonly what: Phrase;
  /** Path of the attribute that causes the danger: `network_acls.default_action`. Undefined if the whole resource is the cause. */
  readonly attribute?: string;
  /** Paths of further attributes that cause the same danger. */
  readonly covers?: readonly string[];
  /** Id of the deposed object that causes the danger. Undefined for other objects. */
  readonly deposed?: string | undefined;
  /** Clause about related resources: `used by aws_instance.web`. */
  readonly context?: Phrase;
  /** Value because of which the resource is replaced, before and after: `10.0.1.0/24 → 10.0.2.0/24`. Also part of the clause. */
  readonly replacedValue?: Phrase;
  /** Id of the rule, for use in acceptances: `data-loss`. If the rule omits the id, `dangersIn` sets it. */
  readonly rule?: string;
}

/** Function that finds dangers of one kind. packages/plan-review/README.md describes how to add a rule. */
export type Rule = (plan: Plan) => readonly Danger[];
