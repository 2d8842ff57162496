import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from './clock';

/** Names of the folders in the --data folder that contain LevelDB databases. */
const databases = ['state', 'tables'] as const;
type Database = (typeof databases)[number];

/** Append-only LevelDB file with its minimum size in bytes. */
const WrittenFile = z.object({ file: z.string(), bytes: z.number() });
type WrittenFile = z.infer<typeof WrittenFile>;
const FolderManifest = z.partialRecord(z.enum(databases), z.array(WrittenFile));
type FolderManifest = z.infer<typeof FolderManifest>;

/** Append-only files of a database: the write-ahead log, and the MANIFEST, which lists the table files. */
const growing = [/^(\d+)\.log$/, /^MANIFEST-(\d+)$/] as const;

/**
 * Interval at which file sizes are recorded. If the log is truncated, a loss of bytes that were written after the last
 * recording is not detected.
 */
const recordEveryMs = 250;

/** Magic number at the end of every LevelDB table file. Source: LevelDB, doc/table_format.md, "Footer". */
const tableMagic = Buffer.from('57fb808b247547db', 'hex');

const recordOf = (directory: string) => join(directory, 'written.json');

/** Returns the newest file whose name matches. LevelDB numbers its files in the order of creation. */
function newestFile(folder: string, kind: RegExp): (WrittenFile & { number: number }) | undefined {
  const [newest] = readdirSync(folder)
    .flatMap((file) => {
      const number = kind.exec(file)?.[1];
      return number === undefined ? [] : [{ file, number: Number(number) }];
    })
    .sort((one, other) => other.number - one.number);
  const stat = newest && statSync(join(folder, newest.file), { throwIfNoEntry: false });
  return newest && stat && { ...newest, bytes: stat.size };
}

function lastBytes(file: string, count: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(count);
    readSync(descriptor, bytes, 0, count, Math.max(0, statSync(file).size - count));
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Returns an error message if a table file is truncated.
 * LevelDB itself notices the truncation only when it reads the missing data.
 */
function truncatedTable(folder: string): string | undefined {
  const file = readdirSync(folder)
    .filter((name) => /\.(ldb|sst)$/.test(name))
    .find((name) => !lastBytes(join(folder, name), tableMagic.length).equals(tableMagic));
  return file === undefined ? undefined : `${join(folder, file)} is truncated`;
}

/**
 * Returns an error message if a file is missing or truncated. LevelDB would open such a database as if the data
 * had never been written.
 */
function lostEnd(folder: string, { file, bytes }: WrittenFile): string | undefined {
  const path = join(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined)
    return stat.size < bytes ? `${path} is truncated: ${stat.size} of ${bytes} bytes are left` : undefined;
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
    const loss = [lostCurrent(folder), truncatedTable(folder), ...ends].find((one) => one !== undefined);
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
      const files = growing.flatMap((kind) => newestFile(join(directory, database), kind) ?? []);
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
