import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStacks } from './load-stack';
import { type PlatformOptions, type RunningPlatform, startPlatform } from './running-platform';

export interface LocalAwsOptions extends Partial<Omit<PlatformOptions, 'stacks'>> {
  /**
   * Path of a `cdktf.out`, a `cdk.tf.json`, a folder with `*.tf.json` files, or the JSON of a plan (`terraform
   * show -json plan.tfplan`).
   */
  readonly stacks: string;
}

/** Default options: free ports, real time and AWS IoT's quotas. */
const defaults = {
  mqttPort: 0,
  awsPort: 0,
  apiPort: 0,
  speed: 1,
  without: [],
  values: {},
  variables: {},
  evaluationDelaySeconds: 0,
  rates: 1,
  followed: undefined,
  isolate: [],
  inspect: [],
  listen: () => undefined,
} as const;

/**
 * Runs stacks in this process, for tests and programs. Keys and functions are stored in `directory`, or by default in a
 * temporary folder that `stop` removes.
 * @throws Error with a one-line message if there is no stack, or a stack cannot run locally
 */
export async function startLocalAws({ stacks, directory, ...options }: LocalAwsOptions): Promise<RunningPlatform> {
  const loaded = loadStacks(stacks, options.variables);
  const folder = directory ?? mkdtempSync(join(tmpdir(), 'local-aws-'));
  const remove = () => {
    if (directory === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const platform = await startPlatform({ ...defaults, ...options, stacks: loaded, directory: folder });
    return {
      ...platform,
      async stop() {
        await platform.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
