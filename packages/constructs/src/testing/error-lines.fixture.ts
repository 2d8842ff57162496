/** Returns the findings in the error of a check, without the fix; none if it passes. */
export function findingsOf(check: () => void): readonly string[] {
  return linesOf(check).map((line) => line.split('; ')[0] ?? line);
}

/** Returns the lines of the error of a check after the first one; none if it passes. */
export function linesOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}
