import type { Plan } from '@himeshima/plan-review';
import { type AcceptedFinding, acceptedFindings } from '../../config/accepted-findings';
import { environments } from '../../config/environments';
import { stacksOf, tagsOf } from '../../config/names';

type Named = Pick<Plan, 'stack' | 'environment' | 'project'>;

const ourStacks = new Set(environments.flatMap(stacksOf));

/** Whether a plan is of one of our stacks, by its name or by its tags. */
const isOurs = ({ stack, project }: Named): boolean =>
  ourStacks.has(stack) || environments.some((one) => tagsOf(one).project === project);

/**
 * Returns the findings that are accepted in a plan: none in a plan of another project. If the stack of the plan is not known by its name,
 * its tags tell the environment: what is accepted in one of its stacks is accepted in the plan.
 */
export function acceptedIn(plan: Named): readonly AcceptedFinding[] {
  if (!isOurs(plan)) return [];
  if (ourStacks.has(plan.stack)) return acceptedFindings;
  const stacks = environments.filter(({ name }) => name === plan.environment).flatMap(stacksOf);
  return acceptedFindings.map((one) =>
    one.stack !== undefined && stacks.includes(one.stack) ? { ...one, stack: plan.stack } : one,
  );
}
