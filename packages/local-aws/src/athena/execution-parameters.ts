import { QueryError } from './check-query';
import type { Session } from './duckdb';

type PreparedStatement = Awaited<ReturnType<Session['prepare']>>;

/** Pattern for a string literal. Quotes in the literal are doubled. */
const text = /^'((?:[^']|'')*)'$/;
const whole = /^-?\d{1,18}$/;
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Binds a call's execution parameters, which are SQL literals, to the `?` placeholders of a statement in order. Only literals are
 * accepted, so that no parameter is ever parsed as SQL. Source: Athena user guide, "Use execution parameters".
 * @throws QueryError if the number of parameters is wrong or a parameter is not a literal
 */
export function bindParameters(statement: PreparedStatement, given: readonly string[]): void {
  const { parameterCount: wanted } = statement;
  if (given.length !== wanted)
    throw new QueryError(
      `INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected ${wanted} but found ${given.length}`,
    );
  for (const [index, literal] of given.entries()) {
    const place = index + 1;
    const [, quotedText] = text.exec(literal) ?? [];
    if (quotedText !== undefined) statement.bindVarchar(place, quotedText.replaceAll("''", "'"));
    else if (whole.test(literal)) statement.bindBigInt(place, BigInt(literal));
    else if (number.test(literal)) statement.bindDouble(place, Number(literal));
    else
      throw new QueryError(
        `INVALID_PARAMETER_USAGE: parameter ${place} is neither a number nor a string in single quotes: ${literal}`,
      );
  }
}
