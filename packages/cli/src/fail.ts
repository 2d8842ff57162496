import { visibleLine } from './invisible-characters';

/** Ends a command with exit code 1 and a one-line message, for errors that the user can fix. */
export function fail(error: unknown): void {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // the message may contain file names and other text from outside, which must not control the terminal
  console.error(`✗ ${visibleLine(line)}`);
  process.exitCode = 1;
}
