import type { TerraformStack } from 'cdktf';
import { checkFunctionAccess } from '../aws/function-access';
import { checkAddresses } from '../checks/addresses';
import { checkFilterPatterns } from '../checks/filter-patterns';
import { checkPolicies } from '../checks/iam-policies';
import { checkRules } from '../checks/iot-rules';
import { checkPhysicalNames } from '../checks/physical-names';
import { synthesizedResources } from '../checks/synthesized-resources';
import { checkWorkflows } from '../checks/workflows';
import { callLocation } from './call-location';
import { duplicateId, type Problem, reportedIn } from './problems';

/** Problem in the stack of an environment. */
export interface FoundProblem extends Problem {
  readonly environment: string;
}

/** Problem in a stack, and the line to fix: `stacks/features/power.ts:31`. */
export interface RefusedProblem extends Omit<FoundProblem, 'declared'> {
  readonly place: string;
}

/** Error with all problems that prevent stacks from being synthesized. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly RefusedProblem[];

  constructor(found: readonly (FoundProblem | RefusedProblem)[]) {
    const problems = found.map((problem) => ('place' in problem ? problem : withPlace(problem)));
    super(problems.map(({ place, subject, message }) => `${place} ${subject}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

const withPlace = ({ declared, ...problem }: FoundProblem): RefusedProblem => ({
  place: callLocation(declared),
  ...problem,
});

/** Creates and checks the stack of an environment. @returns the problems that constructs and checks have reported */
export function problemsOf({ name }: { readonly name: string }, create: () => TerraformStack): readonly FoundProblem[] {
  return problemsIn(create).map((problem) => ({ environment: name, ...problem }));
}

function problemsIn(create: () => TerraformStack): readonly Problem[] {
  let stack: TerraformStack | undefined;
  try {
    stack = create();
    checkAddresses(stack);
    checkFunctionAccess(stack);
    const resources = synthesizedResources(stack);
    checkPhysicalNames(resources);
    checkPolicies(resources);
    checkFilterPatterns(resources);
    checkRules(resources);
    checkWorkflows(resources);
    return reportedIn(stack);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // a reported problem, for example an invalid number, is usually the cause of this error
    const known = stack === undefined ? [] : reportedIn(stack);
    return known.length > 0 ? known : [problemFrom(error)];
  }
}

/**
 * Wraps an error in a Refusal that applies to all environments. Returns an existing Refusal unchanged.
 * @throws the thrown value itself, if it is not an Error
 */
export function refusalOf(error: unknown, environments: readonly { readonly name: string }[]): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) throw error;
  return new Refusal(environments.map(({ name }) => ({ environment: name, ...problemFrom(error) })));
}

/** Converts an error thrown while declaring a stack to a problem at the call that threw it. */
function problemFrom(error: Error): Problem {
  // version 10 of `constructs` throws this message for a duplicate id in a scope, at the later of the two calls
  const subject = error.message.match(/^There is already a Construct with name '(.+?)'/)?.[1];
  if (subject !== undefined) return { declared: error, subject, message: duplicateId };
  const [message = ''] = error.message.split('\n');
  return { declared: error, subject: 'failed to declare the stack', message };
}
