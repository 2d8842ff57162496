import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { checkAddresses } from './checks/addresses';
import { checkPhysicalNames } from './checks/physical-names';
import { synthesized } from './checks/synthesized';
import { checkWorkflows } from './checks/workflows';
import { type Problem, placeOf, reportedIn } from './problems';

/** A problem, and the environment whose stack has it. */
export interface RefusedProblem extends Problem {
  readonly environment: string;
}

/** What synth refuses to write, with all that is wrong about it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly RefusedProblem[];

  constructor(problems: readonly RefusedProblem[]) {
    super(problems.map(({ place, subject, message }) => `${place} ${subject}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** Makes the stack of an environment and tells what is wrong with it, by its constructs and as a whole. */
export function problemsOf(environment: Environment, make: () => TerraformStack): readonly RefusedProblem[] {
  return problemsIn(make).map((problem) => ({ environment: environment.name, ...problem }));
}

function problemsIn(make: () => TerraformStack): readonly Problem[] {
  try {
    const stack = make();
    checkAddresses(stack);
    const resources = synthesized(stack);
    checkPhysicalNames(resources);
    checkWorkflows(resources);
    return reportedIn(stack);
  } catch (error) {
    // constructs 10 throws this where one scope gets two children of one id; the later of the two calls is to blame.
    const name = error instanceof Error && error.message.match(/^There is already a Construct with name '(.+?)'/)?.[1];
    if (!name) throw error;
    const message = 'is the id of another construct here too; rename one of them';
    return [{ place: placeOf(error), subject: name, message }];
  }
}
