import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder } from '@himeshima/cli';

/** Name of the file that marks a folder as created by the local runtime. */
const marker = '.local-aws';

/** Files that identify a folder created by an earlier version, because earlier versions wrote no marker file. */
const earlierMarkers = { '--dir': 'ca-key.pem', '--data': join('state', 'CURRENT') } as const;

function makePrivate(path: string, isFolder: boolean): void {
  const mode = isFolder ? 0o700 : 0o600;
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
  if (!isFolder) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory() || entry.isFile()) makePrivate(join(path, entry.name), entry.isDirectory());
}

/**
 * Opens a folder for keys and state that only its owner can read. The folder can be missing or empty, or an earlier
 * start can have created it. The permissions of all files in the folder are corrected.
 * @returns the absolute path
 * @throws Error with the name of the option if the folder contains other files or is not writable
 */
export function ownFolder(option: keyof typeof earlierMarkers, path: string): string {
  const folder = writableFolder(option, path, 0o700);
  const [first] = readdirSync(folder);
  const isOwn = [marker, earlierMarkers[option]].some((file) => existsSync(join(folder, file)));
  if (first !== undefined && !isOwn)
    throw new Error(`${path} contains other files, such as ${first}; choose a new or empty folder with ${option}`);
  makePrivate(folder, true);
  writeFileSync(join(folder, marker), '', { mode: 0o600 });
  return folder;
}
