/**
 * Runs with source maps switched off, and without texts of stacks. cdktf writes down a stack trace for every token, and to
 * map those takes longer than all the rest of a synth, to write them a tenth of it. Errors that were made meanwhile have
 * theirs, mapped, when it is read afterwards.
 */
export function unmapped<Result>(run: () => Result): Result {
  const { sourceMapsEnabled } = process;
  const { prepareStackTrace } = Error;
  process.setSourceMapsEnabled(false);
  Error.prepareStackTrace = () => '';
  try {
    return run();
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled);
    Error.prepareStackTrace = prepareStackTrace;
  }
}
