import { type AcceptedFinding, acceptedFindings } from '../../config/accepted-findings';
import { environments } from '../../config/environments';
import { stacksOf, tagsOf } from '../../config/names';
import { accepts } from '../../review/checks/accepted';
import type { Finding } from '../../review/checks/findings';
import { counted } from '../../review/phrase';
import type { Plan } from '../../review/plan/plan';

type Named = Pick<Plan, 'stack' | 'project'>;

const ourStacks = new Set(environments.flatMap(stacksOf));

/** Whether a plan is of one of our stacks, by its name or by its tags. */
export const isOurs = ({ stack, project }: Named): boolean =>
  ourStacks.has(stack) || environments.some((one) => tagsOf(one).project === project);

/** Returns the findings that are accepted in a plan: none in a plan of another project. */
export const acceptedIn = (plan: Named): readonly AcceptedFinding[] => (isOurs(plan) ? acceptedFindings : []);

/**
 * Explains which acceptances do not apply only because the stack is not known: tags name the project and the environment of a plan,
 * and an environment has several stacks.
 * @returns undefined if there is no such acceptance
 */
export function explainUnappliedAcceptances(plan: Named, open: readonly Finding[]): string | undefined {
  if (ourStacks.has(plan.stack) || !isOurs(plan)) return undefined;
  const bound = acceptedFindings.flatMap((one) => (one.stack === undefined ? [] : [{ ...one, stack: one.stack }]));
  const fitting = open.flatMap((finding) => bound.find((one) => accepts(one, finding, one.stack)) ?? []);
  const [stack, ...others] = [...new Set(fitting.map((one) => one.stack))];
  if (stack === undefined) return undefined;
  const stacks = [stack, ...others].join(' or ');
  return `${counted(fitting.length, 'finding')} would be accepted in the stack ${stacks}; add --stack NAME if the plan is of that stack`;
}
