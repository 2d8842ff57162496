import type { Plan } from '../../review/plan/plan';
import type { Note } from './notes';
import { reviewedHash } from './post';

/** What a plan does, and whether that is what the merge request has shown. */
export interface Compared {
  readonly stack: string;
  readonly how: 'as reviewed' | 'other than reviewed' | 'not reviewed' | 'nothing to do';
}

/** Compares plans with what was noted of them. @param notes our own of the merge request */
export function compareWithReview(plans: readonly Plan[], notes: readonly Note[]): readonly Compared[] {
  return plans.map((plan) => ({ stack: plan.stack, how: howOf(plan, reviewedHash(notes, plan.stack)) }));
}

function howOf({ basis, changes, outputs }: Plan, reviewed: string | undefined): Compared['how'] {
  if (outputs.length === 0 && changes.every(({ action }) => action === 'no-op')) return 'nothing to do';
  if (reviewed === undefined) return 'not reviewed';
  return 'hash' in basis && basis.hash === reviewed ? 'as reviewed' : 'other than reviewed';
}
