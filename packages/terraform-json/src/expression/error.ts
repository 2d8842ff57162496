/**
 * An expression that cannot be read or evaluated.
 * `column` counts from 1 in `expression`, which is the whole string as the JSON carries it.
 * `path` leads from the value that was given to the string at fault, where a whole tree was evaluated.
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

  /** The same error, seen from one level further up the tree. */
  within(step: string | number): ExpressionError {
    return new ExpressionError({
      reason: this.reason,
      column: this.column,
      expression: this.expression,
      path: [step, ...this.path],
    });
  }
}
