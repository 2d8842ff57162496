import { visibleLine } from './invisible-characters';

/** Ends a command with exit code 1 and one line that says what is wrong, for errors that the user can fix. */
export function fail(error: unknown): void {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // file names and foreign texts must not control the terminal
  console.error(`✗ ${visibleLine(line)}`);
  process.exitCode = 1;
}
