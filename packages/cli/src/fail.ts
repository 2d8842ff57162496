import { visibleLine } from './invisible-characters';

/** Prints the first line of an error message and sets exit code 1, for errors that the user can fix. */
export function fail(error: unknown): void {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // the message may contain file names and other external text, which must not control the terminal
  console.error(`✗ ${visibleLine(line)}`);
  process.exitCode = 1;
}
