import { join } from 'node:path';
import { type LocalAwsProcess, type LocalAwsProcessOptions, startLocalAwsProcess } from '@himeshima/local-aws/testing';

/**
 * Options of `npm start` for Node.js. A smaller young generation saves 13 MB when the platform is ready (`npm run bench -- --only
 * flow`), and does not reduce throughput. By default, V8 collects the old generation when it has grown to about four times the size
 * of the objects in use; collecting earlier saves 150 MB with 100,000 events in the console (`npm run bench -- --only console`).
 */
const nodeOptions = ['--max-semi-space-size=8', '--initial-old-space-size=64', '--heap-growing-percent=80'];

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
