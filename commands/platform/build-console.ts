import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from '@himeshima/cli';
import { digestOf } from '@himeshima/constructs/bundling';
import { withLock } from './with-lock';

const sources = [
  'packages/console/build.mjs',
  'packages/console/package.json',
  'packages/console/src',
  'package-lock.json',
];

/**
 * Builds the page of the web console, unless it is up to date. Concurrent calls wait for the first.
 * @returns the folder of the page
 * @throws Error with the output of the build if it fails
 */
export async function buildConsole(root: string): Promise<string> {
  const folder = join(root, 'packages', 'console', 'dist');
  const record = join(root, 'build', 'inputs', 'console');
  const inputs = digestOf(root, sources);
  const isUpToDate = () =>
    existsSync(join(folder, 'index.html')) && existsSync(record) && readFileSync(record, 'utf8') === inputs;
  if (isUpToDate()) return folder;
  await withLock({ folder: join(root, 'build'), name: 'console.lock' }, async () => {
    if (isUpToDate()) return;
    await promisify(execFile)(process.execPath, [join(root, 'packages', 'console', 'build.mjs')]);
    replaceFile(record, inputs);
  });
  return folder;
}
