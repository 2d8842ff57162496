import { join } from 'node:path';
import {
  declareMonitoring,
  printProblems,
  problemsOf,
  ReadableStack,
  Refusal,
  type RefusedProblem,
  refusalOf,
} from '@himeshima/constructs';
import { functionsIn } from '@himeshima/constructs/bundling';
import { App } from 'cdktf';
import { environmentNamed } from '../../config/environments';
import { declare } from '../../main';
import { monitoringOf } from '../../monitors/monitoring';
import { specificationIn } from '../bundling/specification';
import { validateSpecification } from '../bundling/validate-specification';
import { stubArchiver } from '../platform/stub-archiver';
import type { SynthesisRequest } from './warm-synthesis';

/**
 * Performs the requested synthesis.
 * @returns the monitors' Terraform, or true once the stacks are written. If a declaration is invalid, prints the reasons and returns
 * undefined.
 */
export async function answer(request: SynthesisRequest): Promise<unknown> {
  try {
    return request.kind === 'monitors' ? monitorsOf(request.environment) : await writeStacks(request);
  } catch (error) {
    printToStderr(refusalOf(error, [environmentNamed(request.environment)]).problems);
    return undefined;
  }
}

class MonitoringStack extends ReadableStack {}

/** Returns the Terraform of the monitoring only, because synthesizing the whole stack takes ten times as long. @throws Refusal */
function monitorsOf(name: string): unknown {
  const environment = environmentNamed(name);
  const stack = new MonitoringStack(new App({ stackTraces: false }), environment.stack);
  const problems = problemsOf(environment, () => {
    declareMonitoring(stack, monitoringOf(environment));
    return stack;
  });
  if (problems.length > 0) throw new Refusal(problems);
  return stack.toTerraform();
}

/** Writes the stacks of an environment, with the functions of the last bundling. */
async function writeStacks({ environment, outdir }: SynthesisRequest & { kind: 'stacks' }): Promise<true | undefined> {
  const root = process.cwd();
  const invalid = await validateSpecification(root);
  if (invalid.length > 0) {
    for (const problem of invalid) console.error(`✗ ${problem}`);
    return undefined;
  }
  stubArchiver();
  const functions = functionsIn(root);
  const environments = [environmentNamed(environment)];
  const declared = declare({ environments, outdir, functions, specification: specificationIn(root) });
  declared.write();
  declared.placeZips(join(root, 'build', 'functions'));
  declared.writePlaces();
  return true;
}

const printToStderr = (problems: readonly RefusedProblem[]) => console.error(printProblems(problems));
