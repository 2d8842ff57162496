import { join } from 'node:path';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { type Clients, clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { type ForeignDeclaration, stackName, writeForeignStack } from './foreign-stack';

export const root = join(__dirname, '..', '..');

/** Third-party stack that runs in a separate process. */
export interface ForeignPlatform {
  platform: LocalAwsProcess;
  clients: Clients;
  /** Writes the resources again, as a new synthesis does. */
  rewrite(resource: ForeignDeclaration['resource']): void;
  /** Stops the process and removes its files. */
  stop(): Promise<void>;
}

/** Starts a third-party stack. @throws Error with the platform's output if it does not start */
export async function startForeignPlatform(
  declared: ForeignDeclaration,
  args: readonly string[] = [],
): Promise<ForeignPlatform> {
  const stack = writeForeignStack(declared);
  try {
    const theirs = ['--out', stack.out, '--stack', stackName, ...args];
    const platform = await startPlatformProcess({ root, directory: stack.directory, args: theirs });
    return {
      platform,
      clients: clientsOf(platform),
      rewrite: (resource) => stack.write({ ...declared, resource }),
      async stop() {
        await platform.stop();
        stack.remove();
      },
    };
  } catch (error) {
    stack.remove();
    throw error;
  }
}
