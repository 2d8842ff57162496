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

/** LevelDB's write-ahead log of a database, and how many bytes of it have been written at least. */
const WrittenLog = z.object({ file: z.string(), bytes: z.number() });
const Written = z.partialRecord(z.enum(databases), WrittenLog);
type Written = z.infer<typeof Written>;

/** Bytes beyond this are lost without notice if the log is cut within so many ms of a kill. */
const recordEveryMs = 250;

/** Last bytes of every table file. Source: LevelDB, doc/table_format.md, "Footer". */
const tableMagic = Buffer.from('57fb808b247547db', 'hex');

const recordOf = (directory: string) => join(directory, 'written.json');

const numberOf = (file: string) => Number.parseInt(file, 10);

/** The log that is written now: LevelDB numbers its files in the order in which it creates them. */
function currentLog(folder: string): z.infer<typeof WrittenLog> | undefined {
  const file = readdirSync(folder)
    .filter((name) => /^\d+\.log$/.test(name))
    .sort((one, other) => numberOf(one) - numberOf(other))
    .at(-1);
  const stat = file === undefined ? undefined : statSync(join(folder, file), { throwIfNoEntry: false });
  return file === undefined || stat === undefined ? undefined : { file, bytes: stat.size };
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

/** LevelDB opens a database whose log was cut or deleted as if nothing had ever been written there. */
function lostLog(folder: string, { file, bytes }: z.infer<typeof WrittenLog>): string | undefined {
  const path = join(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && stat.size < bytes) return `${path} is truncated: ${stat.size} of ${bytes} bytes are left`;
  if (stat !== undefined || numberOf(currentLog(folder)?.file ?? '') > numberOf(file)) return undefined;
  return `${path} is missing`;
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
    const log = written[database];
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat === undefined && log !== undefined) return `${folder} is missing`;
    if (stat === undefined) continue;
    if (!stat.isDirectory()) return `${folder} is not a folder`;
    const loss =
      lostCurrent(folder) ?? truncatedTable(folder) ?? (log === undefined ? undefined : lostLog(folder, log));
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
const dropped = /^\S+ \S+ (?:\S+\/)?(\d+\.log): dropping (\d+) bytes; (.*)$/m;

/**
 * Reports what LevelDB dropped when it opened the databases: it goes on with the rest, and says so in its LOG only.
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

/** Records how much is written to a folder of --data, because LevelDB drops the end of a log silently. */
export function recordWrites(directory: string, real: Pick<Clock['real'], 'after'>): { close(): void } {
  let recorded = '';
  let cancel: (() => void) | undefined;
  const record = () => {
    const logs = databases.flatMap((database) => {
      const log = currentLog(join(directory, database));
      return log === undefined ? [] : [[database, log] satisfies [Database, object]];
    });
    const text = JSON.stringify(Object.fromEntries(logs));
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
