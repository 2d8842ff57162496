import { type Zippable, zipSync } from 'fflate';

interface ZipFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

// fflate writes local time, so this is the earliest time that a zip can contain, in any time zone
const mtime = new Date(1980, 0, 1);
const unix = 3;
/** Compression level. The zips are twelve percent larger than with level 6, but take half the time to create. */
const level = 2;
const readableByAll = 0o100644 << 16;

/**
 * Creates a zip whose bytes depend only on names and contents: sorted entries, fixed modification times and permissions. It runs
 * in this thread, because one warm thread compresses all zips faster than a cold one per file. Node's zlib is not
 * used: its output differs between processors.
 */
export function deterministicZip(files: readonly ZipFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const entries: Zippable = {};
  for (const { name, contents } of sorted) entries[name] = [contents, { mtime, os: unix, attrs: readableByAll, level }];
  return zipSync(entries);
}
