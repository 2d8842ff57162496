import { ValueFault } from '../fault';
import type { Value } from '../value';
import { ExpressionError } from './expression-error';
import type { Expression } from './expression-tree';
import type { Scope } from './scope';

/** Environment in which an expression is evaluated. */
export interface Environment {
  readonly scope: Scope;
  /** Complete source string, for error messages. */
  readonly source: string;
  /** Names bound by `for`. */
  readonly names: ReadonlyMap<string, Value>;
  /** Current element of a splat. */
  readonly item: Value;
  readonly evaluate: (expression: Expression, environment: Environment) => Value;
}

/** Runs an evaluation step. Converts a ValueFault to an ExpressionError that contains the expression and the column. */
export function locateFaults<T>(environment: Environment, column: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof ValueFault)
      throw new ExpressionError({ reason: error.message, column, expression: environment.source });
    throw error;
  }
}
