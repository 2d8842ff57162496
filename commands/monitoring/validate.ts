import { App, TerraformStack } from 'cdktf';
import { environments } from '../../config/environments';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';
import { checkMonitor } from '../../stacks/checks/monitors';
import { reportedIn } from '../../stacks/problems';
import { Refusal, type RefusedProblem } from '../../stacks/refusal';
import { printProblems } from '../printing/print-problems';
import { printJson, readArgs } from './command';
import { type DeclaredMonitor, monitorsNamed } from './declared';

export async function validateMonitors(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArgs(args, { options: { json: { type: 'boolean' } }, most: 1 });
  const chosen = monitorsNamed(positionals[0]);
  const problems = problemsWith(chosen);
  if (problems.length > 0) process.exitCode = 1;
  if (values.json) return printJson(problems);
  if (problems.length > 0) return console.error(printProblems(problems, 'monitors'));
  console.log(`${chosen.length === 1 ? '1 monitor is' : `${chosen.length} monitors are`} as Datadog takes them`);
}

/** What synth refuses about monitors, in every environment: the very same checks. */
export function problemsWith(chosen: readonly DeclaredMonitor[]): readonly RefusedProblem[] {
  return environments.flatMap((environment) => {
    const stack = new TerraformStack(new App(), environment.stack);
    for (const monitor of chosen) checkMonitor(stack, monitor, { environment, monitors, slos });
    const found = reportedIn(stack).map((problem) => ({ environment: environment.name, ...problem }));
    return new Refusal(found).problems;
  });
}
