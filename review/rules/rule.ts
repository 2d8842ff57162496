import type { Phrase } from '../phrase';
import type { Plan } from '../plan/plan';

/** What goes wrong, the worst first. */
export const dangerKinds = [
  'cannot be applied',
  'cannot be judged',
  'data lost',
  'devices cut off',
  'outage',
  'messages ignored',
  'messages changed',
  'more rights',
  'people not called',
  'no longer managed',
  'more messages',
] as const;
export type DangerKind = (typeof dangerKinds)[number];

export interface Danger {
  readonly kind: DangerKind;
  readonly address: string;
  readonly what: Phrase;
}

/** One thing that a reviewer has to hear of. See review/README.md for how to add one. */
export type Rule = (plan: Plan) => readonly Danger[];
