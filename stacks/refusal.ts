import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { checkAddresses } from './checks/addresses';
import { checkFilterPatterns } from './checks/filter-patterns';
import { checkPhysicalNames } from './checks/physical-names';
import { checkPolicies } from './checks/policies';
import { checkRules } from './checks/rules';
import { synthesized } from './checks/synthesized';
import { checkWorkflows } from './checks/workflows';
import { type Problem, placeOf, reportedIn } from './problems';

export const takenId = 'is the id of another construct here too; rename one of them';

export interface FoundProblem extends Problem {
  readonly environment: string;
}

/** A problem, the environment whose stack has it, and the place to fix it: `stacks/features/power.ts:31`. */
export interface RefusedProblem extends Omit<FoundProblem, 'declared'> {
  readonly place: string;
}

/** What synth refuses to write, with all that is wrong about it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly RefusedProblem[];

  constructor(found: readonly (FoundProblem | RefusedProblem)[]) {
    const problems = found.map((problem) => ('place' in problem ? problem : placed(problem)));
    super(problems.map(({ place, subject, message }) => `${place} ${subject}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

const placed = ({ declared, ...problem }: FoundProblem): RefusedProblem => ({ place: placeOf(declared), ...problem });

/** Makes the stack of an environment and tells what is wrong with it, by its constructs and as a whole. */
export function problemsOf({ name }: Environment, make: () => TerraformStack): readonly FoundProblem[] {
  return problemsIn(make).map((problem) => ({ environment: name, ...problem }));
}

function problemsIn(make: () => TerraformStack): readonly Problem[] {
  let stack: TerraformStack | undefined;
  try {
    stack = make();
    checkAddresses(stack);
    const resources = synthesized(stack);
    checkPhysicalNames(resources);
    checkPolicies(resources);
    checkFilterPatterns(resources);
    checkRules(resources);
    checkWorkflows(resources);
    return reportedIn(stack);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // what was reported is most often why it cannot be written: a number that is none
    const reported = stack === undefined ? [] : reportedIn(stack);
    return reported.length > 0 ? reported : [thrown(error)];
  }
}

/** What keeps `environments` from being declared, where it is no Refusal already. @throws what is no Error */
export function refusalOf(error: unknown, environments: readonly Environment[]): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) throw error;
  return new Refusal(environments.map(({ name }) => ({ environment: name, ...thrown(error) })));
}

/** What could not even be declared, at the call that threw. */
function thrown(error: Error): Problem {
  // constructs 10 throws this where one scope gets two children of one id; the later of the two calls is to blame.
  const subject = error.message.match(/^There is already a Construct with name '(.+?)'/)?.[1];
  if (subject !== undefined) return { declared: error, subject, message: takenId };
  const [message = ''] = error.message.split('\n');
  return { declared: error, subject: 'cannot be declared', message };
}
