import { Command, CommanderError, type Option } from '@commander-js/extra-typings';
import { fail } from './fail';
import { rejectTwoVersions } from './installed-versions';

interface CommandText {
  /** One sentence that describes the command. */
  readonly summary: string;
  /** One or more command lines to copy and paste. */
  readonly example: string;
}

/**
 * Returns a Commander command with this package's conventions. `--help` shows the command's options and the example.
 * @param name name that users type to start the command, for example `iot-rule`
 */
export function createCommand(name: string, { summary, example }: CommandText) {
  return new Command(name)
    .description(summary)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nExample:\n${example.replace(/^/gm, '  ')}`)
    .configureHelp({ optionDescription: describeOption })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

/** Collects the values of an option that may be repeated. */
export const repeated = (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value];

/** Returns an option's description and default. Omits a default such as false or {}. */
function describeOption({ description, defaultValue, defaultValueDescription }: Option): string {
  const isShown = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  return isShown ? `${description} (default: ${defaultValueDescription ?? defaultValue})` : description;
}

/** Commander command with options of any type. */
interface Program {
  parseAsync(args: readonly string[], options: { from: 'user' }): Promise<unknown>;
}

/** Runs a command. An error prints one line on stderr and sets exit code 1. */
export async function runCommand(command: Program, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error);
    // Commander has printed the help because the user omitted the subcommand, which is an error
    if (error.code === 'commander.help') process.exitCode = 1;
    else if (error.exitCode !== 0) fail(new Error(explainError(error)));
  }
}

/**
 * Matches the problem and the suggestion in a Commander message such as `error: unknown option '--sq'\n(Did you mean --sql?)`.
 */
const parts = /^(?:error: )?(.*?)(?:\n\(Did you mean (.*)\?\))?$/s;

function explainError({ message }: CommanderError): string {
  const [, problem = message, suggestion] = parts.exec(message) ?? [];
  const hint = suggestion === undefined ? '--help lists the options' : `did you mean ${suggestion}?`;
  return `${problem.replace(/\.$/, '')}; ${hint}`;
}

/**
 * Runs a command as a package's program. If stdout is closed or cannot be written to, exits without a stack trace.
 * @param manifest the package's package.json
 */
export async function runProgram(command: Program, manifest: string): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // 141 is the exit code of a program killed by SIGPIPE, which Node.js ignores
    if (error.code === 'EPIPE') process.exit(141);
    fail(new Error(`cannot write to stdout: ${error.message}`));
    process.exit(1);
  });
  try {
    rejectTwoVersions(manifest);
  } catch (error) {
    return fail(error);
  }
  await runCommand(command);
}
