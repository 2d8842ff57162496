/** Returns the findings in a check's error message, without the fixes; an empty list if the check passes. */
export function findingsOf(check: () => void): readonly string[] {
  return linesOf(check).map((line) => line.split('; ')[0] ?? line);
}

/** Returns all lines of a check's error message except the first; an empty list if the check passes. */
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
