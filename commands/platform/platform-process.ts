import { join } from 'node:path';
import { type LocalAwsProcess, type LocalAwsProcessOptions, startLocalAwsProcess } from '@himeshima/local-aws/testing';

/** Starts this platform in a child process, as `npm start` does. @param options.root folder of the project */
export const startPlatformProcess = ({
  root,
  ...options
}: Pick<LocalAwsProcessOptions, 'args'> & { root: string; directory: string }): Promise<LocalAwsProcess> =>
  startLocalAwsProcess({ ...options, cwd: root, command: [join(root, 'commands', 'run.mjs'), 'start'] });
