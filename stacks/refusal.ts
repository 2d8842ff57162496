import { TerraformResource, type TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Environment } from '../config/environment';
import { type Problem, placeOf, report, reportedIn } from './problems';

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
  return declared(make).map((problem) => ({ environment: environment.name, ...problem }));
}

function declared(make: () => TerraformStack): readonly Problem[] {
  try {
    const stack = make();
    checkAddresses(stack);
    return reportedIn(stack);
  } catch (error) {
    // constructs 10 throws this where one scope gets two children of one id; the later of the two calls is to blame.
    const name = error instanceof Error && error.message.match(/^There is already a Construct with name '(.+?)'/)?.[1];
    if (!name) throw error;
    return [
      { place: placeOf(error), subject: name, message: 'is the id of another construct here too; rename one of them' },
    ];
  }
}

type Addressed = TerraformResource | TerraformVariable;

const isAddressed = (construct: IConstruct): construct is Addressed =>
  construct instanceof TerraformResource || construct instanceof TerraformVariable;

const typeOf = (element: Addressed) => (element instanceof TerraformResource ? element.terraformResourceType : 'var');

/** Constructs with one logical id would merge into one resource, and cdktf says nothing. */
function checkAddresses(stack: TerraformStack): void {
  const first = new Map<string, Addressed>();
  for (const element of stack.node.findAll().filter(isAddressed)) {
    const address = `${typeOf(element)}.${element.friendlyUniqueId}`;
    const other = first.get(address);
    first.set(address, other ?? element);
    if (!other) continue;
    const message = `has the logical id of ${other.node.path} too, and the two would become one; rename one of them`;
    report(element, { subject: address, message });
  }
}
