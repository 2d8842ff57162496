import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type FoundProblem,
  invalidSettings,
  problemsOf,
  Refusal,
  type RefusedProblem,
  sourceLocations,
  withoutStackTraces,
  zipOf,
} from '@himeshima/constructs';
import { App, TerraformStack } from 'cdktf';
import type { Environment } from './config/environment';
import { type DeclaredFunction, declaredFunctions } from './stacks/declared-functions';
import { FoundationStack } from './stacks/foundation-stack';
import { PlatformStack } from './stacks/platform-stack';

export interface DeclareOptions {
  readonly environments: readonly Environment[];
  /** Names of the functions in `functions/`. */
  readonly functions: readonly string[];
  /** Parsed OpenAPI document of the REST API (`api/openapi.yaml`). */
  readonly specification: unknown;
  /** Output folder; each stack is written to `stacks/<stack>/cdk.tf.json` in it. */
  readonly outdir: string;
}

export interface DeclaredStacks {
  /** Writes the Terraform configuration of every stack. */
  write(): void;
  /**
   * Copies the function bundles into the folder of each platform stack.
   * @param zips folder with one `<name>.zip` per function, created by `npm run bundle`
   */
  placeZips(zips: string): void;
  /** Returns the Lambda functions of every environment. */
  functions(): readonly DeclaredFunction[];
  /** Writes `places.json` next to each stack: the source location of every resource. */
  writePlaces(): void;
}

/**
 * Declares and checks the stacks of the environments. Function bundles are not required, because Terraform computes their
 * hashes.
 * @throws Refusal with all problems of all environments
 */
export function declare({ environments, functions, specification, outdir }: DeclareOptions): DeclaredStacks {
  const app = new App({ outdir, stackTraces: false });
  const problems = withoutStackTraces(() =>
    environments.flatMap<FoundProblem | RefusedProblem>((environment) => {
      const invalid = invalidSettings(environment);
      if (invalid.length > 0) return invalid;
      return [
        ...problemsOf(environment, () => new FoundationStack(app, environment)),
        ...problemsOf(environment, () => new PlatformStack(app, environment, { functions, specification })),
      ];
    }),
  );
  if (problems.length > 0) throw new Refusal(problems);
  return {
    write: () => withoutStackTraces(() => app.synth()),
    placeZips(zips) {
      for (const { stack } of environments) placeZips(functions, zips, join(outdir, 'stacks', stack));
    },
    functions: () => declaredFunctions(app, environments),
    writePlaces() {
      for (const stack of app.node.children.filter(TerraformStack.isStack))
        writeFileSync(join(outdir, 'stacks', stack.node.id, 'places.json'), JSON.stringify(sourceLocations(stack)));
    },
  };
}

/** Copies the bundles into the stack's folder, so that plan and apply can run in different jobs. */
function placeZips(functions: readonly string[], zips: string, folder: string): void {
  rmSync(join(folder, dirname(zipOf(''))), { recursive: true, force: true });
  for (const name of functions) {
    mkdirSync(dirname(join(folder, zipOf(name))), { recursive: true });
    copyFileSync(join(zips, `${name}.zip`), join(folder, zipOf(name)));
  }
}
