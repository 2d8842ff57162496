import type { Plan } from '@himeshima/plan-review';
import { type AcceptedFinding, acceptedFindings } from '../../config/accepted-findings';
import { environments } from '../../config/environments';
import { stacksOf, tagsOf } from '../../config/names';

type PlanIdentity = Pick<Plan, 'stack' | 'environment' | 'project'>;

const ourStacks = new Set(environments.flatMap(stacksOf));

/** Returns whether a plan belongs to one of our stacks, according to its name or tags. */
const isOurs = ({ stack, project }: PlanIdentity): boolean =>
  ourStacks.has(stack) || environments.some((environment) => tagsOf(environment).project === project);

/**
 * Returns the accepted findings that apply to a plan; empty for a plan from another project. If the plan's stack is unknown,
 * the plan's tags determine the environment, and the accepted findings of all the environment's stacks apply.
 */
export function acceptedIn(plan: PlanIdentity): readonly AcceptedFinding[] {
  if (!isOurs(plan)) return [];
  if (ourStacks.has(plan.stack)) return acceptedFindings;
  const stacks = environments.filter(({ name }) => name === plan.environment).flatMap(stacksOf);
  return acceptedFindings.map((finding) =>
    finding.stack !== undefined && stacks.includes(finding.stack) ? { ...finding, stack: plan.stack } : finding,
  );
}
