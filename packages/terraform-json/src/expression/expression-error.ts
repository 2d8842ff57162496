/**
 * Error in an expression that cannot be parsed or evaluated. `column` starts at 1 and refers to `expression`, which is the
 * complete string in the JSON. `path` is the path of the invalid string in the evaluated tree;
 * the path is empty if a single string was evaluated.
 */
export class ExpressionError extends Error {
  readonly reason: string;
  readonly column: number;
  readonly expression: string;
  readonly path: readonly (string | number)[];

  constructor(fault: { reason: string; column: number; expression: string; path?: readonly (string | number)[] }) {
    const place = fault.path && fault.path.length > 0 ? `${fault.path.join('.')}, ` : '';
    super(`${place}column ${fault.column}: ${fault.reason}`);
    this.name = 'ExpressionError';
    this.reason = fault.reason;
    this.column = fault.column;
    this.expression = fault.expression;
    this.path = fault.path ?? [];
  }

  /** Returns a copy of the error with one more step at the start of its path. */
  within(step: string | number): ExpressionError {
    return new ExpressionError({
      reason: this.reason,
      column: this.column,
      expression: this.expression,
      path: [step, ...this.path],
    });
  }
}
