import type { Plan } from '../../review/plan/plan';
import { mergeRequestBehind } from './gitlab';
import { type Note, notesOf } from './notes';
import { reviewedHash } from './post';

/** What a plan does, and whether that is what the merge request has shown. */
interface Compared {
  readonly stack: string;
  readonly how: 'as reviewed' | 'other than reviewed' | 'not reviewed' | 'nothing to do';
}

/** Compares plans with what was noted of them. @param notes our own of the merge request */
function compareWithReview(plans: readonly Plan[], notes: readonly Note[]): readonly Compared[] {
  return plans.map((plan) => ({ stack: plan.stack, how: howOf(plan, reviewedHash(notes, plan.stack)) }));
}

function howOf({ basis, changes, outputs }: Plan, reviewed: string | undefined): Compared['how'] {
  if (outputs.length === 0 && changes.every(({ action }) => action === 'no-op')) return 'nothing to do';
  if (reviewed === undefined) return 'not reviewed';
  return 'hash' in basis && basis.hash === reviewed ? 'as reviewed' : 'other than reviewed';
}

const isFine = ({ how }: Compared) => how === 'as reviewed' || how === 'nothing to do';

/** Whether the plans do what the merge request of the commit has shown, a line a stack; exit code 3 where one does not. */
export async function tellCompared(plans: readonly Plan[]): Promise<void> {
  const gitlab = await mergeRequestBehind(process.env);
  const compared = compareWithReview(plans, gitlab === undefined ? [] : await notesOf(gitlab).own());
  for (const one of compared) console.log(`${isFine(one) ? '✓' : '✗'} ${one.stack}: ${one.how}`);
  if (!compared.every(isFine)) process.exitCode = 3;
}
