import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import type { Environment } from './config/environment';
import { invalidSettings } from './stacks/checks/environment';
import { zipOf } from './stacks/constructs/node-function';
import { type DeclaredFunction, declaredFunctions } from './stacks/declared-functions';
import { FoundationStack } from './stacks/foundation-stack';
import { placesIn } from './stacks/places';
import { PlatformStack } from './stacks/platform-stack';
import { type FoundProblem, problemsOf, Refusal, type RefusedProblem } from './stacks/refusal';
import { unmapped } from './stacks/unmapped';

export interface Declaration {
  readonly environments: readonly Environment[];
  /** Names of the functions that there is code for. */
  readonly functions: readonly string[];
  /** The REST API, as its file says it. */
  readonly specification: unknown;
  /** Folder that gets `stacks/<stack>/cdk.tf.json`. */
  readonly outdir: string;
}

export interface Declared {
  /** Writes the Terraform of the environments. */
  write(): void;
  /**
   * Puts the bundles beside it.
   * @param zips folder with one `<name>.zip` a function: `npm run bundle` makes it
   */
  placeZips(zips: string): void;
  /** Functions of the environments. */
  functions(): readonly DeclaredFunction[];
  /** Puts beside each stack where its resources are declared: `places.json`. */
  writePlaces(): void;
}

/**
 * Declares the stacks of the environments and checks them. Nothing of it needs the bundles: Terraform itself takes their
 * hashes.
 * @throws Refusal with every problem of every environment
 */
export function declare({ environments, functions, specification, outdir }: Declaration): Declared {
  const app = new App({ outdir, stackTraces: false });
  const problems = unmapped(() =>
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
    write: () => unmapped(() => app.synth()),
    placeZips(zips) {
      for (const { stack } of environments) placeZips(functions, zips, join(outdir, 'stacks', stack));
    },
    functions: () => declaredFunctions(app, environments),
    writePlaces() {
      for (const stack of app.node.children.filter(TerraformStack.isStack))
        writeFileSync(join(outdir, 'stacks', stack.node.id, 'places.json'), JSON.stringify(placesIn(stack)));
    },
  };
}

/** Inside the folder of the stack, so that plan and apply can run in different jobs. */
function placeZips(functions: readonly string[], zips: string, folder: string): void {
  rmSync(join(folder, dirname(zipOf(''))), { recursive: true, force: true });
  for (const name of functions) {
    mkdirSync(dirname(join(folder, zipOf(name))), { recursive: true });
    copyFileSync(join(zips, `${name}.zip`), join(folder, zipOf(name)));
  }
}
