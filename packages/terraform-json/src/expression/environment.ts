import { ValueFault } from '../fault';
import type { Value } from '../value';
import { ExpressionError } from './error';
import type { Scope } from './scope';
import type { Expression } from './tree';

/** Where an expression stands while it is evaluated. */
export interface Environment {
  readonly scope: Scope;
  /** The whole string, for errors. */
  readonly source: string;
  /** Names bound by `for`. */
  readonly names: ReadonlyMap<string, Value>;
  /** The element a splat is at. */
  readonly item: Value;
  readonly evaluate: (expression: Expression, environment: Environment) => Value;
}

/** Runs a step and puts the column to whatever is wrong with its values. */
export function placed<T>(environment: Environment, column: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof ValueFault)
      throw new ExpressionError({ reason: error.message, column, expression: environment.source });
    throw error;
  }
}
