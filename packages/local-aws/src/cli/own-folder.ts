import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder } from '@himeshima/cli';

/** Marks a folder as one that the local runtime created. */
const marker = '.local-aws';

/** Files by which folders of versions without the marker are recognized. */
const earlierMarkers = { '--dir': 'ca-key.pem', '--data': join('state', 'CURRENT') } as const;

function makePrivate(path: string, isFolder: boolean): void {
  const mode = isFolder ? 0o700 : 0o600;
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
  if (!isFolder) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory() || entry.isFile()) makePrivate(join(path, entry.name), entry.isDirectory());
}

/**
 * Opens a folder for keys and state, which only its owner may read: creates it, or takes one that is empty or that an
 * earlier start created. Corrects the modes of everything in it.
 * @returns its absolute path
 * @throws Error naming the option, if the folder holds other files or cannot be written to
 */
export function ownFolder(option: keyof typeof earlierMarkers, path: string): string {
  const folder = writableFolder(option, path, 0o700);
  const [first] = readdirSync(folder);
  const isOwn = [marker, earlierMarkers[option]].some((file) => existsSync(join(folder, file)));
  if (first !== undefined && !isOwn)
    throw new Error(`${path} holds other files, such as ${first}; choose a new or empty folder with ${option}`);
  makePrivate(folder, true);
  writeFileSync(join(folder, marker), '', { mode: 0o600 });
  return folder;
}
