import { type AcceptedFinding, acceptedFindings } from '../../config/accepted-findings';
import { environments } from '../../config/environments';
import { stacksOf, tagsOf } from '../../config/names';
import type { Plan } from '../../review/plan/plan';

type Named = Pick<Plan, 'stack' | 'project'>;

/** Whether a plan is of one of our stacks, by its name or by its tags. */
export const isOurs = ({ stack, project }: Named): boolean =>
  environments.some((one) => stacksOf(one).includes(stack) || tagsOf(one).project === project);

/** What is accepted in a plan: of somebody else's nothing. */
export const acceptedIn = (plan: Named): readonly AcceptedFinding[] => (isOurs(plan) ? acceptedFindings : []);
