/**
 * Runs with source maps switched off, and without the stacks of tokens. cdktf writes one down for every token, and to map
 * those takes longer than all the rest of a synth, to walk them a fifteenth of it; nobody reads them. Errors that were made
 * meanwhile have their stack, mapped, when it is read afterwards.
 */
export function unmapped<Result>(run: () => Result): Result {
  const { sourceMapsEnabled } = process;
  const { captureStackTrace } = Error;
  process.setSourceMapsEnabled(false);
  Error.captureStackTrace = () => {};
  try {
    return run();
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled);
    Error.captureStackTrace = captureStackTrace;
  }
}
