import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';

/** One word after `npm run monitors --`. */
export interface MonitorsCommand {
  /** What it takes, for its line in the help: `show ID`. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** Its options, a line each. */
  readonly options: readonly string[];
  readonly example: string;
  /** Loads what it needs, and does it. */
  run(args: readonly string[]): Promise<void>;
}

/**
 * Options and positional arguments of a command.
 * @throws Error that names what is too much or missing
 */
export function readArgs<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  { options, least = 0, most = least }: { readonly options: Options; readonly least?: number; readonly most?: number },
) {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  if (positionals.length < least) throw new Error('an id is missing; npm run monitors -- list names them all');
  const extra = positionals[most];
  if (extra !== undefined) throw new Error(`${extra} is one argument too many`);
  return { values, positionals };
}

/** `parseArgs` calls `--from -10` ambiguous and explains it in three lines, of which the second is the useful one. */
function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    const option = isNativeError(error) && /^Option '(--[^']+)' argument is ambiguous/.exec(error.message)?.[1];
    if (!option) throw error;
    throw new Error(`${option} takes a value; one that begins with a dash is written with =, as in ${option}=-10`);
  }
}

/** JSON for programs: one document on stdout. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}
