/**
 * Runs with source maps switched off. cdktf writes down a stack trace for every token, and mapping those takes longer
 * than all the rest of a synth; errors that were made meanwhile are mapped when their stack is read afterwards.
 */
export function unmapped<Result>(run: () => Result): Result {
  const before = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(false);
  try {
    return run();
  } finally {
    process.setSourceMapsEnabled(before);
  }
}
