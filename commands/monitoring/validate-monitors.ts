import { printJson } from '@himeshima/cli';
import { declareMonitors, printProblems, Refusal, type RefusedProblem, reportedIn } from '@himeshima/constructs';
import { App, TerraformStack } from 'cdktf';
import { environments } from '../../config/environments';
import { monitoringOf } from '../../monitors/monitoring';
import { monitors } from '../../monitors/monitors';
import { type DeclaredMonitor, selectMonitors } from './declared-monitors';

export async function validateMonitors(id: string | undefined, json: boolean): Promise<void> {
  const chosen = selectMonitors(id);
  const problems = problemsWith(chosen);
  if (problems.length > 0) process.exitCode = 1;
  if (json) return printJson(problems);
  if (problems.length > 0) return console.error(printProblems(problems, 'monitors'));
  console.log(`${chosen.length === 1 ? '1 monitor is' : `${chosen.length} monitors are`} valid`);
}

/**
 * Runs the checks that synth applies to monitors, for every environment.
 * @param all all declared monitors, because composites may refer to any of them and ids must be unique
 */
export function problemsWith(
  chosen: readonly DeclaredMonitor[],
  all: readonly DeclaredMonitor[] = monitors,
): readonly RefusedProblem[] {
  const ids = new Set(chosen.map(({ id }) => id));
  return environments.flatMap((environment) => {
    const stack = new TerraformStack(new App(), environment.stack);
    declareMonitors(stack, { ...monitoringOf(environment), flow: [{ title: 'all', monitors: all }] });
    const found = reportedIn(stack).filter(({ subject }) => ids.has(subject));
    return new Refusal(found.map((problem) => ({ environment: environment.name, ...problem }))).problems;
  });
}
