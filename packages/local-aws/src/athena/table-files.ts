import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { CatalogTable } from '../glue/catalog';
import type { Messaging } from '../messaging/messaging';
import { named, quoted, type Session } from './duckdb';

const day = /^\d{4}-\d{2}-\d{2}$/;
const dayMilliseconds = 86_400_000;

/** Returns the objects in the partitions that a table's partition projection declares, such as `day=2026-11-24/…`. */
export function objectsOf(
  { bucket, folder, partition, days }: CatalogTable,
  { messaging, now }: { readonly messaging: Pick<Messaging, 'objects'>; readonly now: number },
): readonly { key: string; day: string; body: Uint8Array }[] {
  const dayAt = (moment: number) => new Date(moment).toISOString().slice(0, 10);
  const [first, last] = [dayAt(now - days * dayMilliseconds), dayAt(now)];
  return messaging.objects(bucket, `${folder}${partition}=`).flatMap(({ key, body }) => {
    const value = key.slice(folder.length + partition.length + 1).split('/')[0] ?? '';
    return day.test(value) && value >= first && value <= last ? [{ key, day: value, body }] : [];
  });
}

/**
 * Writes a table's objects to files for DuckDB.
 * @returns the paths of the files
 */
export function writeFiles(
  table: CatalogTable,
  objects: ReturnType<typeof objectsOf>,
  folder: string,
): readonly string[] {
  return objects.map(({ key, day: value, body }, index) => {
    const below = join(folder, table.database, table.name, `${table.partition}=${value}`);
    mkdirSync(below, { recursive: true });
    const path = join(below, `${index}${extname(key)}`);
    writeFileSync(path, body);
    return path;
  });
}

/**
 * Declares a table in a session. Each line in the table's files becomes a row, including the day in the
 * folder name. A line that is not JSON becomes a row of nulls.
 * @param database database that the query specifies, if any
 */
export async function declareTable(
  session: Session,
  {
    table,
    paths,
    database,
  }: { readonly table: CatalogTable; readonly paths: readonly string[]; readonly database: string | undefined },
): Promise<void> {
  const partition = named(table.partition);
  const columns = table.columns.map(({ name, key, type }) =>
    paths.length === 0 ? `CAST(NULL AS ${type}) AS ${named(name)}` : `${named(key)} AS ${named(name)}`,
  );
  const types = table.columns.map(({ key, type }) => `${quoted(key)}: ${quoted(type)}`);
  const read = [
    `[${paths.map(quoted).join(', ')}]`,
    "format = 'newline_delimited'",
    'ignore_errors = true',
    'hive_partitioning = true',
    `hive_types = {${quoted(table.partition)}: 'VARCHAR'}`,
    `columns = {${types.join(', ')}}`,
  ];
  const from =
    paths.length === 0
      ? `, CAST(NULL AS VARCHAR) AS ${partition} WHERE false`
      : `, ${partition} FROM read_json(${read.join(', ')})`;
  if (database !== undefined) await session.run(`CREATE SCHEMA IF NOT EXISTS ${named(database)}`);
  const name = database === undefined ? named(table.name) : `${named(database)}.${named(table.name)}`;
  await session.run(`CREATE VIEW ${name} AS SELECT ${columns.join(', ')}${from}`);
}
