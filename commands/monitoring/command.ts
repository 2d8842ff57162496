import { type ParseArgsConfig, parseArgs } from 'node:util';

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
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length < least) throw new Error('an id is missing; npm run monitors -- list names them all');
  const extra = positionals[most];
  if (extra !== undefined) throw new Error(`${extra} is one argument too many`);
  return { values, positionals };
}
