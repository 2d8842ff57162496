import { type Zippable, zipSync } from 'fflate';

interface ZipFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

// fflate writes local time, as DOS did: the first moment that a zip can hold, in whichever zone this runs.
const mtime = new Date(1980, 0, 1);
const unix = 3;
/** A twelfth larger than at 6, in half of the time. */
const level = 2;
const readableByAll = 0o100644 << 16;

/**
 * A zip that depends on names and contents alone: sorted, with fixed times and permissions. In this thread: one that is
 * warm takes less time for all zips than a cold one for each file. Not by node's zlib, whose bytes differ by processor.
 */
export function deterministicZip(files: readonly ZipFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const entries: Zippable = {};
  for (const { name, contents } of sorted) entries[name] = [contents, { mtime, os: unix, attrs: readableByAll, level }];
  return zipSync(entries);
}
