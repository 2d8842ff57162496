import { App } from 'cdktf';
import type { Environment } from './config/environment';
import { PlatformStack } from './stacks/platform-stack';

export interface Synthesis {
  readonly environments: readonly Environment[];
  /** Folder with one zip a function: `npm run bundle` makes it. */
  readonly zips: string;
  /** Folder that gets `stacks/<stack>/cdk.tf.json`. */
  readonly outdir: string;
}

/** Writes the Terraform of the environments into `outdir`. */
export function synthesize({ environments, zips, outdir }: Synthesis): void {
  const app = new App({ outdir, stackTraces: false });
  for (const environment of environments) new PlatformStack(app, environment, { zips });
  app.synth();
}
