import { reasonOf } from '../reason';
import { dialectMacros } from './dialect';

/** Of one query; what wants more is told so by DuckDB. */
const memoryAtMost = '1GB';

type Duckdb = typeof import('@duckdb/node-api');
type Instance = Awaited<ReturnType<Duckdb['DuckDBInstance']['create']>>;
export type Session = Awaited<ReturnType<Instance['connect']>>;

/** An optional package: there are machines that it has no native part for. @throws Error with the command that installs it */
function loadDuckdb(): Duckdb {
  try {
    const loaded: Duckdb = require('@duckdb/node-api');
    return loaded;
  } catch {
    throw new Error('Athena queries need an optional package that is not installed: npm install @duckdb/node-api');
  }
}

/** Why a query cannot be asked here; undefined where it can. */
export function whyNoQueries(): string | undefined {
  try {
    loadDuckdb();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * Runs something in a database of its own, in memory, with the words of Athena. It reads files of the one folder, writes
 * none, and loads nothing; `ready` may still declare what is to be asked.
 * @param options.now ms since the epoch
 * @param options.ending aborted where nobody waits for it any more: it is not carried on
 * @throws Error that says how DuckDB is installed, where it is not
 */
export async function inDuckdb<Result>(
  { folder, now, ending }: { readonly folder: string; readonly now: number; readonly ending: AbortSignal },
  { ready, run }: { ready(session: Session): Promise<void>; run(session: Session): Promise<Result> },
): Promise<Result> {
  const instance = await loadDuckdb().DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: '',
    // else four fifths of the laptop's, which the platform does not outlive
    memory_limit: memoryAtMost,
  });
  const session = await instance.connect();
  const end = () => session.interrupt();
  ending.addEventListener('abort', end);
  try {
    ending.throwIfAborted();
    // Int / Int is an Int in Trino
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

/** A text as a literal. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A name, whatever it is made of. */
export const named = (name: string) => `"${name.replaceAll('"', '""')}"`;
