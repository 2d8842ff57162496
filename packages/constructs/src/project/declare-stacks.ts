import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { zipOf } from '../aws/node-function';
import { invalidSettings } from '../checks/environment-settings';
import { type FoundProblem, problemsOf, Refusal, type RefusedProblem } from '../stack/refusal';
import { sourceLocations } from '../stack/source-locations';
import { withoutStackTraces } from '../stack/without-stack-traces';
import { type DeclaredFunction, declaredFunctions } from './declared-functions';

/** Environment for which stacks are declared. Its settings are in `config/<name>.ts`. */
export interface DeclaredEnvironment {
  readonly name: string;
  /** Name of the stack with the functions. */
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

export interface Declaration<Environment extends DeclaredEnvironment> {
  readonly environments: readonly Environment[];
  /**
   * Returns one function per stack of an environment. Each function creates one stack, so one error does not hide others.
   * @param functions names of the functions in `functions/`
   */
  readonly stacks: (
    app: App,
    environment: Environment,
    functions: readonly string[],
  ) => readonly (() => TerraformStack)[];
  /** Names of the functions in `functions/`. */
  readonly functions: readonly string[];
  /** Output folder; each stack is written to `stacks/<stack>/cdk.tf.json` in this folder. */
  readonly outdir: string;
}

export interface DeclaredStacks<Environment extends DeclaredEnvironment> {
  /** Writes the Terraform configuration of every stack. */
  write(): void;
  /**
   * Copies the function bundles into the folder of each environment's stack, because plan and apply can run in different jobs.
   * @param zips folder with one `<name>.zip` per function, created by `bundleFunctions`
   */
  placeZips(zips: string): void;
  /** Returns the Lambda functions of every environment. */
  functions(): readonly DeclaredFunction<Environment>[];
  /** Writes `places.json` next to each stack: the source location of every resource. */
  writePlaces(): void;
}

/**
 * Declares and checks the stacks of the environments. Does not require function bundles, because Terraform computes their hashes.
 * @throws Refusal with all problems of all environments
 */
export function declareStacks<Environment extends DeclaredEnvironment>({
  environments,
  stacks,
  functions,
  outdir,
}: Declaration<Environment>): DeclaredStacks<Environment> {
  const app = new App({ outdir, stackTraces: false });
  const problems = withoutStackTraces(() =>
    environments.flatMap<FoundProblem | RefusedProblem>((environment) => {
      const invalid = invalidSettings(environment);
      if (invalid.length > 0) return invalid;
      return stacks(app, environment, functions).flatMap((create) => problemsOf(environment, create));
    }),
  );
  if (problems.length > 0) throw new Refusal(problems);
  const folderOf = (stack: string) => join(outdir, 'stacks', stack);
  return {
    write: () => withoutStackTraces(() => app.synth()),
    placeZips(zips) {
      for (const { stack } of environments) placeZips(functions, zips, folderOf(stack));
    },
    functions: () => declaredFunctions(app, environments),
    writePlaces() {
      for (const stack of app.node.children.filter(TerraformStack.isStack))
        writeFileSync(join(folderOf(stack.node.id), 'places.json'), JSON.stringify(sourceLocations(stack)));
    },
  };
}

function placeZips(functions: readonly string[], zips: string, folder: string): void {
  rmSync(join(folder, dirname(zipOf(''))), { recursive: true, force: true });
  for (const name of functions) {
    mkdirSync(dirname(join(folder, zipOf(name))), { recursive: true });
    copyFileSync(join(zips, `${name}.zip`), join(folder, zipOf(name)));
  }
}
