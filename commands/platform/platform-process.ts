import { join } from 'node:path';
import { type LocalAwsProcess, type LocalAwsProcessOptions, startLocalAwsProcess } from '@himeshima/local-aws/testing';

/**
 * Options of `npm start` for Node.js. A smaller young generation saves 13 MB when the platform is ready (`npm run bench -- --only
 * flow`), and does not reduce throughput.
 */
const nodeOptions = ['--max-semi-space-size=8'];

/** Starts this platform in a child process, as `npm start` does. @param options.root folder of the project */
export const startPlatformProcess = ({
  root,
  ...options
}: Pick<LocalAwsProcessOptions, 'args'> & { root: string; directory: string }): Promise<LocalAwsProcess> =>
  startLocalAwsProcess({
    ...options,
    cwd: root,
    command: [...nodeOptions, join(root, 'commands', 'run.mjs'), 'start'],
  });
