/** Returns the problems in a failed esbuild build, one line for each: file, line, column, reason. */
export function buildProblemsOf(error) {
  const problems = (error.errors ?? []).map(({ location, text }) =>
    location ? `${location.file}:${location.line}:${location.column + 1} cannot be bundled: ${text}` : text,
  );
  return problems.length > 0 ? problems : [error.message];
}
