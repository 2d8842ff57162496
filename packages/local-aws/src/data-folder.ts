import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from './clock';

/** Names of the folders in the --data folder that contain LevelDB databases. */
const databases = ['state', 'tables'] as const;
type Database = (typeof databases)[number];

/** LevelDB file with its minimum size in bytes. LevelDB appends to its files, and never shortens them. */
const WrittenFile = z.object({ file: z.string(), bytes: z.number() });
type WrittenFile = z.infer<typeof WrittenFile>;
const FolderManifest = z.partialRecord(z.enum(databases), z.array(WrittenFile));
type FolderManifest = z.infer<typeof FolderManifest>;

/** Files of which only the newest contains data: the write-ahead log, and the MANIFEST, which lists the table files. */
const growing = [/^(\d+)\.log$/, /^MANIFEST-(\d+)$/] as const;

/** Sorted tables. LevelDB deletes them when it compacts, and reports missing ones, but does not notice short ones. */
const table = /\.(ldb|sst)$/;

/**
 * Interval at which file sizes are recorded. If a file is truncated, a loss of bytes that were written after the last
 * recording is not detected.
 */
const recordEveryMs = 250;

const recordOf = (directory: string) => join(directory, 'written.json');

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size;

/** Returns the newest file whose name matches. LevelDB numbers its files in the order of creation. */
function newestFile(folder: string, kind: RegExp): (WrittenFile & { number: number }) | undefined {
  const [newest] = readdirSync(folder)
    .flatMap((file) => {
      const number = kind.exec(file)?.[1];
      return number === undefined ? [] : [{ file, number: Number(number) }];
    })
    .sort((one, other) => other.number - one.number);
  const bytes = newest && sizeOf(join(folder, newest.file));
  return newest && bytes !== undefined ? { ...newest, bytes } : undefined;
}

/** Returns the table files, including one that LevelDB is still writing. */
function tablesIn(folder: string): WrittenFile[] {
  return readdirSync(folder)
    .filter((file) => table.test(file))
    .flatMap((file) => {
      const bytes = sizeOf(join(folder, file));
      return bytes === undefined ? [] : [{ file, bytes }];
    });
}

/**
 * Returns an error message if a file is missing or truncated. LevelDB would open such a database as if the data
 * had never been written.
 */
function lostEnd(folder: string, { file, bytes }: WrittenFile): string | undefined {
  const path = join(folder, file);
  const size = sizeOf(path);
  if (size !== undefined) return size < bytes ? `${path} is truncated: ${size} of ${bytes} bytes are left` : undefined;
  if (table.test(file)) return undefined;
  const kind = growing.find((one) => one.test(file));
  const isReplaced = kind !== undefined && (newestFile(folder, kind)?.number ?? 0) > Number(kind.exec(file)?.[1]);
  return isReplaced ? undefined : `${path} is missing`;
}

/**
 * Returns an error message if the file CURRENT is missing. LevelDB would create an empty database next
 * to the existing files.
 */
function lostCurrent(folder: string): string | undefined {
  const files = readdirSync(folder);
  const isDatabase = files.some((name) => /\.(log|ldb|sst)$|^MANIFEST-/.test(name));
  return isDatabase && !files.includes('CURRENT') ? `${join(folder, 'CURRENT')} is missing` : undefined;
}

function lossIn(directory: string, written: FolderManifest): string | undefined {
  for (const database of databases) {
    const folder = join(directory, database);
    const files = written[database];
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat === undefined && files !== undefined) return `${folder} is missing`;
    if (stat === undefined) continue;
    if (!stat.isDirectory()) return `${folder} is not a folder`;
    const ends = (files ?? []).map((file) => lostEnd(folder, file));
    const loss = [lostCurrent(folder), ...ends].find((one) => one !== undefined);
    if (loss !== undefined) return loss;
  }
  return undefined;
}

function readWritten(directory: string): FolderManifest {
  const file = recordOf(directory);
  if (!existsSync(file)) return {};
  try {
    return FolderManifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`${file} cannot be read; remove the file to start with the remaining data in ${directory}`);
  }
}

/**
 * Checks that a --data folder still contains all the data that was written to it.
 * @throws Error with the path that is missing or truncated
 */
export function checkDataFolder(directory: string): void {
  const loss = lossIn(directory, readWritten(directory));
  if (loss === undefined) return;
  throw new Error(
    `${loss}. Restore the data from a copy, choose another folder with --data, or remove ${recordOf(directory)} to start with the remaining data`,
  );
}

/** Message that LevelDB logs if it drops part of a damaged write-ahead log while opening a database. */
const dropped = /(\d+\.log): dropping (\d+) bytes; (.*)$/m;

/**
 * Reports records that LevelDB dropped when it opened the databases. LevelDB itself mentions them only in its LOG file.
 * @throws Error with the path of the damaged file
 */
export function checkOpenedDatabases(directory: string): void {
  for (const database of databases) {
    const folder = join(directory, database);
    const file = join(folder, 'LOG');
    const [, log, bytes, reason] = dropped.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? [];
    if (log !== undefined)
      throw new Error(
        `${join(folder, log)} was damaged: ${bytes} bytes are lost (${reason}). Restore ${directory} from a copy, or start again to continue with the remaining data`,
      );
  }
}

/**
 * Records the sizes of the files in a --data folder periodically, so that the next start detects truncated files. LevelDB
 * would accept such files without an error.
 */
export function recordWrites(directory: string, real: Pick<Clock['real'], 'after'>): { close(): void } {
  let recorded = '';
  let cancel: (() => void) | undefined;
  const record = () => {
    const written = databases.map((database) => {
      const folder = join(directory, database);
      const files = [...growing.flatMap((kind) => newestFile(folder, kind) ?? []), ...tablesIn(folder)];
      return [database, files.map(({ file, bytes }) => ({ file, bytes }))] satisfies [Database, WrittenFile[]];
    });
    const text = JSON.stringify(Object.fromEntries(written));
    if (text === recorded) return;
    const making = `${recordOf(directory)}.making`;
    writeFileSync(making, text, { mode: 0o600 });
    renameSync(making, recordOf(directory));
    recorded = text;
  };
  const again = () => {
    try {
      record();
    } catch {
      // if the disk is full or the folder is gone, the databases report the problem; the sizes recorded earlier are
      // still valid
    }
    cancel = real.after(recordEveryMs, again);
  };
  again();
  return {
    close() {
      cancel?.();
      record();
    },
  };
}
