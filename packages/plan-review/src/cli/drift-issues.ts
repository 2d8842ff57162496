import { driftNoteOf, type Plan, reviewOf } from '../index';
import { gitlabProjectOf } from './gitlab';
import { type Issues, issuesOf } from './gitlab-issues';

/** Drift in a stack, in Markdown. `body` is undefined without drift. */
export interface StackDrift {
  readonly stack: string;
  readonly body: string | undefined;
}

export interface IssueCounts {
  readonly opened: number;
  readonly updated: number;
  readonly closed: number;
}

export const driftLabel = 'drift';
const titleOf = (stack: string) => `Drift: ${stack} differs from the last deployment`;

/** Opens or updates one issue for each stack with drift, and closes duplicate issues and the issues of stacks without drift. */
export async function keepIssues(issues: Issues, stacks: readonly StackDrift[]): Promise<IssueCounts> {
  const kept = { opened: 0, updated: 0, closed: 0 };
  const open = await issues.open();
  for (const { stack, body } of stacks) {
    const [first, ...others] = open.filter(({ title }) => title === titleOf(stack));
    for (const issue of body === undefined && first !== undefined ? [first, ...others] : others) {
      await issues.update(issue, 'close');
      kept.closed += 1;
    }
    if (body === undefined) continue;
    if (first === undefined) {
      await issues.create(titleOf(stack), body);
      kept.opened += 1;
    } else if (first.description !== body) {
      await issues.update(first, { description: body });
      kept.updated += 1;
    }
  }
  return kept;
}

/** Updates the drift issues in the project of the pipeline, and prints the changes. */
export async function reportDrift(plans: readonly Plan[]): Promise<void> {
  const stacks = plans
    .map((plan) => reviewOf(plan))
    .map((one) => ({ stack: one.stack, body: one.drift.length === 0 ? undefined : driftNoteOf(one) }));
  const { opened, updated, closed } = await keepIssues(issuesOf(gitlabProjectOf(process.env), driftLabel), stacks);
  console.log(`issues: ${opened} opened, ${updated} updated, ${closed} closed`);
}
