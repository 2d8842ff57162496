import { visibleLine } from './invisible-characters';

/** Ends a command with exit code 1 and one line that says what is wrong, for errors that the user can fix. */
export function fail(error: unknown): void {
  // names of files and texts of others must not steer the terminal
  console.error(`✗ ${visibleLine(error instanceof Error ? lineOf(error) : String(error))}`);
  process.exitCode = 1;
}

function lineOf(error: Error): string {
  const [first = ''] = error.message.split('\n');
  if (!('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS_')) return first;
  // `parseArgs` calls `--from -10` ambiguous and explains it in three lines, of which the second is the useful one
  const [, option] = /^Option '(--[^']+)' argument is ambiguous/.exec(first) ?? [];
  if (option !== undefined)
    return `${option} takes a value; one that begins with a dash is written with =, as in ${option}=-10`;
  // its hint behind this suits what is no option
  const [said = first] = first.split(/\.? To specify a positional argument/);
  return `${said.replace(/\.$/, '')}; --help shows what is known`;
}
