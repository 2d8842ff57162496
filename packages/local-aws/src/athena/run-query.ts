import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError } from '../error-message';
import type { CatalogTable } from '../glue/catalog';
import { checkQuery, QueryError } from './check-query';
import { inDuckdb, type Session } from './duckdb';
import { bindParameters } from './execution-parameters';
import { declareTable } from './table-files';

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Rows of values in Athena's format; undefined represents null. */
  readonly rows: readonly (readonly (string | undefined)[])[];
}

export interface Query {
  readonly sql: string;
  readonly parameters: readonly string[];
  /**
   * Returns a database's tables by name, or undefined if the database does not exist. Without an argument, returns the tables
   * of the query's default database.
   */
  tablesOf(database: string | undefined): ReadonlyMap<string, CatalogTable> | undefined;
  /**
   * Writes the files of a table into a folder, with the caller's permissions.
   * @returns the paths of the files
   */
  files(table: CatalogTable, folder: string): readonly string[];
  /** Platform time in ms since the epoch. */
  readonly now: number;
  /** Signal that aborts the query. */
  readonly ending: AbortSignal;
}

/** Maximum number of rows in a result, which limits memory use, because the results of 1,000 executions are kept. */
const maxRows = 100_000;

/** Athena's type names, keyed by DuckDB's type name. */
const types: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  // DuckDB returns sums as HUGEINT
  HUGEINT: 'bigint',
  DOUBLE: 'double',
  VARCHAR: 'varchar',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

/**
 * Runs an Athena SQL query in DuckDB, which can read only the files of the tables in the query.
 * @throws QueryError if Athena would reject the query, DuckDB would return a different result, or a local limit is exceeded
 * @throws Error if DuckDB is not installed
 */
export async function runQuery({ sql, parameters, tablesOf, files, now, ending }: Query): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-query-'));
  let unnamed: ReadonlyMap<number, string> = new Map();
  const ready = async (session: Session) => {
    const checked = await checkQuery(session, sql, (database) => tablesOf(database)?.keys());
    unnamed = checked.unnamed;
    for (const { database, name } of checked.tables) {
      const table = tablesOf(database)?.get(name);
      if (table !== undefined) await declareTable(session, { table, paths: files(table, folder), database });
    }
  };
  try {
    return await inDuckdb(
      { folder, now, ending },
      { ready, run: (session) => answer(session, { sql, parameters, unnamed }) },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answer(
  session: Session,
  { sql, parameters, unnamed }: Pick<Query, 'sql' | 'parameters'> & { readonly unnamed: ReadonlyMap<number, string> },
): Promise<Answer> {
  const statement = await session.prepare(sql).catch(rejectQuery);
  bindParameters(statement, parameters);
  const reader = await statement.streamAndReadUntil(maxRows + 1).catch(rejectQuery);
  if (reader.currentRowCount > maxRows)
    throw new QueryError(`the result has more than ${maxRows} rows, which is not supported locally; use LIMIT`);
  const names = reader.columnNames();
  const columns = reader.columnTypes().map((type, index) => {
    const known = types[type.toString()];
    if (known === undefined)
      throw new QueryError(`the column ${names[index]} has the type ${type}, which is not supported locally`);
    return { name: unnamed.get(index) ?? names[index] ?? '', type: known };
  });
  return {
    columns,
    rows: reader.getRowsJson().map((row) => row.map((value, index) => written(value, columns[index]?.type))),
  };
}

/** Throws a QueryError with the first line of a DuckDB error, because the remaining lines show only the error's position. */
function rejectQuery(error: unknown): never {
  throw new QueryError(describeError(error).split('\n')[0] ?? '');
}

/** Formats a value as Athena does: `28.0`, `2026-11-24 09:30:00.000`. */
function written(value: unknown, type: string | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' && type === 'double') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (type !== 'timestamp') return String(value);
  const [seconds = '', fraction = ''] = String(value).split('.');
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}
