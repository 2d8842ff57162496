import { promisify } from 'node:util';
import { type AsyncZippable, zip } from 'fflate';

interface ZipFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

// fflate writes local time, as DOS did: the first moment that a zip can hold, in whichever zone this runs.
const mtime = new Date(1980, 0, 1);
const unix = 3;
const readableByAll = 0o100644 << 16;

/** A zip that depends on names and contents alone: sorted, with fixed times and permissions. */
export async function deterministicZip(files: readonly ZipFile[]): Promise<Uint8Array> {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const entries: AsyncZippable = {};
  for (const { name, contents } of sorted)
    entries[name] = [contents, { mtime, os: unix, attrs: readableByAll, level: 6 }];
  return promisify<AsyncZippable, Uint8Array>(zip)(entries);
}
