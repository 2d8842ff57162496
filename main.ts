import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Environment } from './config/environment';
import { PlatformStack } from './stacks/platform-stack';
import { problemsOf, Refusal } from './stacks/refusal';
import { unmapped } from './stacks/unmapped';

export { Refusal } from './stacks/refusal';

interface Synthesis {
  readonly environments: readonly Environment[];
  /** Folder with one zip a function: `npm run bundle` makes it. */
  readonly zips: string;
  /** Folder that gets `stacks/<stack>/cdk.tf.json`. */
  readonly outdir: string;
}

/**
 * Writes the Terraform of the environments into `outdir`.
 * @throws Refusal with every problem of every environment; nothing is written then
 */
export function synthesize({ environments, zips, outdir }: Synthesis): void {
  const app = new App({ outdir, stackTraces: false });
  const problems = unmapped(() =>
    environments.flatMap((environment) => problemsOf(environment, () => new PlatformStack(app, environment, { zips }))),
  );
  if (problems.length > 0) throw new Refusal(problems);
  // cdktf replaces the assets that it writes, but leaves those of functions that are gone.
  for (const { stack } of environments)
    rmSync(join(outdir, 'stacks', stack, 'assets'), { recursive: true, force: true });
  unmapped(() => app.synth());
}
