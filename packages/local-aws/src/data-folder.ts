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

/** Folders of LevelDB databases below the folder of --data. */
const databases = ['state', 'tables'] as const;
type Database = (typeof databases)[number];

/** A file of LevelDB that grows, and how many bytes of it have been written at least. */
const WrittenFile = z.object({ file: z.string(), bytes: z.number() });
type WrittenFile = z.infer<typeof WrittenFile>;
const Written = z.partialRecord(z.enum(databases), z.array(WrittenFile));
type Written = z.infer<typeof Written>;

/** Files of a database that grow: the write-ahead log, and the MANIFEST, which lists the table files. */
const growing = [/^(\d+)\.log$/, /^MANIFEST-(\d+)$/] as const;

/** Bytes beyond this are lost without notice if the log is cut within so many ms of a kill. */
const recordEveryMs = 250;

/** Last bytes of every table file. Source: LevelDB, doc/table_format.md, "Footer". */
const tableMagic = Buffer.from('57fb808b247547db', 'hex');

const recordOf = (directory: string) => join(directory, 'written.json');

/** The file of a kind that is written now: LevelDB numbers its files in the order in which it creates them. */
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

/** Names a table file whose end is missing. LevelDB itself notices only when it reads there. */
function truncatedTable(folder: string): string | undefined {
  const file = readdirSync(folder)
    .filter((name) => /\.(ldb|sst)$/.test(name))
    .find((name) => !lastBytes(join(folder, name), tableMagic.length).equals(tableMagic));
  return file === undefined ? undefined : `${join(folder, file)} is truncated`;
}

/** LevelDB opens a database of which such a file was cut or deleted as if nothing had ever been written there. */
function lostEnd(folder: string, { file, bytes }: WrittenFile): string | undefined {
  const path = join(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined)
    return stat.size < bytes ? `${path} is truncated: ${stat.size} of ${bytes} bytes are left` : undefined;
  const kind = growing.find((one) => one.test(file));
  const isReplaced = kind !== undefined && (newestFile(folder, kind)?.number ?? 0) > Number(kind.exec(file)?.[1]);
  return isReplaced ? undefined : `${path} is missing`;
}

/** LevelDB creates an empty database if CURRENT is missing, next to the files of the one that was there. */
function lostCurrent(folder: string): string | undefined {
  const files = readdirSync(folder);
  const isDatabase = files.some((name) => /\.(log|ldb|sst)$|^MANIFEST-/.test(name));
  return isDatabase && !files.includes('CURRENT') ? `${join(folder, 'CURRENT')} is missing` : undefined;
}

function lossIn(directory: string, written: Written): string | undefined {
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

function readWritten(directory: string): Written {
  const file = recordOf(directory);
  if (!existsSync(file)) return {};
  try {
    return Written.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`${file} cannot be read; remove it to start with what is left in ${directory}`);
  }
}

/**
 * Checks that a folder of --data still holds everything that was written to it.
 * @throws Error that names what is missing or truncated
 */
export function checkDataFolder(directory: string): void {
  const loss = lossIn(directory, readWritten(directory));
  if (loss === undefined) return;
  throw new Error(
    `${loss}. Restore it from a copy, choose another folder with --data, or remove ${recordOf(directory)} to start with what is left`,
  );
}

/** LevelDB's own words for what it has left out of a damaged log while it opened a database. */
const dropped = /(\d+\.log): dropping (\d+) bytes; (.*)$/m;

/**
 * Reports what LevelDB dropped when it opened the databases, which it mentions in its LOG only.
 * @throws Error that names the damaged file
 */
export function checkOpenedDatabases(directory: string): void {
  for (const database of databases) {
    const folder = join(directory, database);
    const file = join(folder, 'LOG');
    const [, log, bytes, reason] = dropped.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? [];
    if (log !== undefined)
      throw new Error(
        `${join(folder, log)} was damaged: ${bytes} bytes are lost (${reason}). Restore ${directory} from a copy, or start again to go on with what is left`,
      );
  }
}

/** Records how much is written to a folder of --data, because LevelDB drops the end of a file silently. */
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
      // the disk is full, or the folder is gone: the databases report it, and an older record is still true
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
