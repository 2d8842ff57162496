/** Error in a filter pattern. Columns start at 1. */
export class PatternError extends Error {
  constructor(
    readonly reason: string,
    readonly column: number,
    pattern: string,
  ) {
    super(`filter pattern, column ${column}: ${reason}, in ${pattern}`);
    this.name = 'PatternError';
  }
}
