import { join } from 'node:path';
import { types } from 'node:util';
import { ClassicLevel } from 'classic-level';
import type { Clock } from './clock';
import { type Collection, rejectDuplicateNames, type Sequence, type Store } from './store';

/** Format version of the folder; folders with a different version are rejected. */
const format = 1;

/** Interval at which collections with `mayLag` are written. */
const lagMilliseconds = 1_000;

export interface DiskStore extends Store {
  /** Platform time at the last write to the folder, in ms since the epoch; undefined for a new folder. */
  readonly savedAt: number | undefined;
}

export interface DiskStoreOptions {
  /** Folder for all persisted state; the store uses a subfolder. */
  directory: string;
  real: Clock['real'];
  /** Returns the platform time. It is saved, so that the clock continues from this time at the next start. */
  now: () => number;
  /** Called once, with the reason, when the folder can no longer be written to. */
  failed(reason: string): void;
}

type Change = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** Collection or sequence that records its changes. `take` returns the changes for the next batch. */
interface Part {
  take(): Change[];
}

/** Key and JSON text of each value, in key order. */
type StoredEntries = ReadonlyMap<string, readonly (readonly [string, string])[]>;

const metadataName = '.about';

/** Returns the message of a LevelDB error's innermost cause. */
export const databaseReason = (error: unknown): string => {
  if (!types.isNativeError(error)) return String(error);
  return error.cause === undefined ? error.message : databaseReason(error.cause);
};

const codeOf = (error: unknown): unknown =>
  types.isNativeError(error) && types.isNativeError(error.cause) && 'code' in error.cause
    ? error.cause.code
    : undefined;

/**
 * Opens the LevelDB database in a folder.
 * @throws Error with a one-line message if the folder is in use, damaged or not writable
 */
async function openDatabase(directory: string): Promise<ClassicLevel> {
  const database = new ClassicLevel(join(directory, 'state'));
  try {
    await database.open();
    return database;
  } catch (error) {
    if (codeOf(error) === 'LEVEL_LOCKED') {
      throw new Error(
        `${directory}: in use by another local runtime; stop the other runtime, or choose another folder with --data`,
      );
    }
    throw new Error(
      `${directory}: its state cannot be read (${databaseReason(error)}); choose another folder with --data`,
    );
  }
}

/**
 * Reads all entries in the database.
 * @throws Error if the folder has a different format version
 */
async function readAll(database: ClassicLevel, directory: string): Promise<StoredEntries> {
  const kept = new Map<string, [string, string][]>();
  for await (const [key, value] of database.iterator()) {
    const at = key.indexOf('\n');
    const name = key.slice(0, at);
    const entries = kept.get(name) ?? [];
    entries.push([key.slice(at + 1), value]);
    kept.set(name, entries);
  }
  const about = new Map(kept.get(metadataName));
  const found = Number(about.get('format') ?? format);
  if (found === format) return kept;
  await database.close();
  throw new Error(
    `${directory} was written by another version (format ${found}, expected ${format}); choose another folder with --data`,
  );
}

const read = <Value>(text: string): Value => JSON.parse(text);

function openCollection<Value>(name: string, kept: StoredEntries, changed: (part: Part) => void): Collection<Value> {
  const values = new Map((kept.get(name) ?? []).map(([key, text]) => [key, read<Value>(text)] as const));
  const touched = new Set<string>();
  const part: Part = {
    take() {
      const changes = [...touched].map((key): Change => {
        const value = values.get(key);
        const whole = `${name}\n${key}`;
        return value === undefined
          ? { type: 'del', key: whole }
          : { type: 'put', key: whole, value: JSON.stringify(value) };
      });
      touched.clear();
      return changes;
    },
  };
  const touch = (key: string) => {
    touched.add(key);
    changed(part);
  };
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value);
      touch(key);
    },
    delete(key) {
      const known = values.delete(key);
      if (known) touch(key);
      return known;
    },
    entries: () => values.entries(),
  };
}

/**
 * Returns the database key for a position in a sequence.
 * Positions are zero-padded, because LevelDB orders keys by their bytes.
 */
const placeKey = (name: string, place: number) => `${name}\n${String(place).padStart(15, '0')}`;

function openSequence<Value>(name: string, kept: StoredEntries, changed: (part: Part) => void): Sequence<Value> {
  const entries = kept.get(name) ?? [];
  const values = entries.map(([, text]) => read<Value>(text));
  let first = Number(entries[0]?.[0] ?? 0);
  let written = first + values.length;
  let forgotten = first;
  const part: Part = {
    take() {
      const changes: Change[] = [];
      for (; forgotten < Math.min(first, written); forgotten += 1)
        changes.push({ type: 'del', key: placeKey(name, forgotten) });
      for (let place = Math.max(written, first); place < first + values.length; place += 1)
        changes.push({ type: 'put', key: placeKey(name, place), value: JSON.stringify(values[place - first]) });
      written = first + values.length;
      forgotten = first;
      return changes;
    },
  };
  return {
    values,
    push(...added) {
      values.push(...added);
      changed(part);
    },
    drop(count) {
      first += values.splice(0, count).length;
      changed(part);
    },
  };
}

/**
 * Opens a store that keeps all values in memory and in LevelDB. All changes within one turn of the event loop form one
 * atomic batch. A batch counts as written as soon as the kernel has received it, without fsync, so a SIGKILL loses no data,
 * but a power failure can.
 * @throws Error with a one-line message if the folder is in use, damaged or not writable, or has a different format
 */
export async function openDiskStore({ directory, real, now, failed }: DiskStoreOptions): Promise<DiskStore> {
  const database = await openDatabase(directory);
  const kept = await readAll(database, directory);
  const about = new Map(kept.get(metadataName));
  const savedAt = about.get('now');
  const open = rejectDuplicateNames();
  const changed = new Set<Part>();
  const lagging = new Set<Part>();
  let lagEnds: (() => void) | undefined;
  let batch: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let broken: Error | undefined;

  const write = async () => {
    const parts = [...changed];
    changed.clear();
    const changes = parts.flatMap((part) => part.take());
    if (changes.length === 0) return;
    if (broken !== undefined) throw broken;
    const itself = { format, now: now() };
    for (const [key, value] of Object.entries(itself))
      changes.push({ type: 'put', key: `${metadataName}\n${key}`, value: String(value) });
    await database.batch(changes);
  };

  /** Writes one batch at a time; changes made during a write are part of the next batch. */
  const scheduleBatch = (): Promise<void> => {
    if (batch !== undefined) return batch;
    const before = writing;
    batch = before
      .catch(() => undefined)
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => {
        batch = undefined;
        writing = write();
        return writing;
      });
    batch.catch((error: unknown) => {
      if (broken !== undefined) return;
      broken = new Error(`${directory} can no longer be written to: ${databaseReason(error)}`);
      failed(broken.message);
    });
    return batch;
  };
  const scheduleChange = (part: Part) => {
    changed.add(part);
    void scheduleBatch().catch(() => undefined);
  };
  const flushLagging = () => {
    lagEnds = undefined;
    for (const part of lagging) scheduleChange(part);
    lagging.clear();
  };
  const scheduleLater = (part: Part) => {
    lagging.add(part);
    lagEnds ??= real.after(lagMilliseconds, flushLagging);
  };

  return {
    lasting: true,
    savedAt: savedAt === undefined ? undefined : Number(savedAt),
    collection(name, options) {
      open(name);
      return openCollection(name, kept, options?.mayLag === true ? scheduleLater : scheduleChange);
    },
    sequence(name) {
      open(name);
      return openSequence(name, kept, scheduleChange);
    },
    written: () => (changed.size > 0 ? scheduleBatch() : writing),
    async close() {
      lagEnds?.();
      flushLagging();
      await (changed.size > 0 ? scheduleBatch() : writing);
      await database.close();
    },
  };
}
