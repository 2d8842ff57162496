/** Ends a command with one line that says what and why; the exit code is 1. For errors that the user can mend. */
export function fail(error: unknown): void {
  console.error(`✗ ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  process.exitCode = 1;
}
