import { type DeclaredStacks, declareStacks } from '@himeshima/constructs';
import type { Environment } from './config/environment';
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

/** Declares and checks the stacks of the environments. @throws Refusal with all problems of all environments */
export const declare = ({ specification, ...options }: DeclareOptions): DeclaredStacks<Environment> =>
  declareStacks({
    ...options,
    stacks: (app, environment, functions) => [
      () => new FoundationStack(app, environment),
      () => new PlatformStack(app, environment, { functions, specification }),
    ],
  });
