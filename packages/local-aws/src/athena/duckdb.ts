import { describeError } from '../error-message';
import { dialectMacros } from './dialect';

/** Memory limit for a query. A query that exceeds the limit fails. */
const memoryLimit = '1GB';

type Duckdb = typeof import('@duckdb/node-api');
type Instance = Awaited<ReturnType<Duckdb['DuckDBInstance']['create']>>;
export type Session = Awaited<ReturnType<Instance['connect']>>;

/**
 * Loads DuckDB. The package is optional, because its native module is not available on every platform. @throws Error
 * with the command that installs it
 */
function loadDuckdb(): Duckdb {
  try {
    const loaded: Duckdb = require('@duckdb/node-api');
    return loaded;
  } catch {
    throw new Error('Athena queries need an optional package that is not installed: npm install @duckdb/node-api');
  }
}

/** Returns the reason why queries cannot run on this machine, or undefined if they can. */
export function missingDuckdbReason(): string | undefined {
  try {
    loadDuckdb();
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/**
 * Runs a query in a new in-memory database with Athena's functions. DuckDB can read only the files in the given folder,
 * and can neither write files nor load extensions. `ready` prepares the tables before external access is disabled.
 * @param options.now platform time in ms since the epoch
 * @param options.ending signal that aborts the query
 * @throws Error with the command that installs DuckDB if it is missing
 */
export async function inDuckdb<Result>(
  { folder, now, ending }: { readonly folder: string; readonly now: number; readonly ending: AbortSignal },
  { ready, run }: { ready(session: Session): Promise<void>; run(session: Session): Promise<Result> },
): Promise<Result> {
  const instance = await loadDuckdb().DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: '',
    // by default, DuckDB would use up to 80% of the machine's memory
    memory_limit: memoryLimit,
  });
  const session = await instance.connect();
  const end = () => session.interrupt();
  ending.addEventListener('abort', end);
  try {
    ending.throwIfAborted();
    // in Trino, dividing integers returns an integer
    await session.run('SET integer_division = true');
    await session.run("SET TimeZone = 'UTC'");
    for (const macro of dialectMacros(now)) await session.run(`CREATE MACRO ${macro}`);
    await ready(session);
    await session.run(`SET allowed_directories = [${quoted(folder)}]`);
    await session.run('SET enable_external_access = false');
    await session.run('SET lock_configuration = true');
    ending.throwIfAborted();
    return await run(session);
  } finally {
    ending.removeEventListener('abort', end);
    session.closeSync();
    instance.closeSync();
  }
}

/** Quotes a string as an SQL literal. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Quotes an SQL identifier. */
export const named = (name: string) => `"${name.replaceAll('"', '""')}"`;
