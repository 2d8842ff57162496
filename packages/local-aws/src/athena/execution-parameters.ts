import { QueryError } from './check-query';
import type { Session } from './duckdb';

type Prepared = Awaited<ReturnType<Session['prepare']>>;

/** A whole literal and nothing beside it: a text in quotes, in which two stand for one, or a number. */
const text = /^'((?:[^']|'')*)'$/;
const whole = /^-?\d{1,18}$/;
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Puts the execution parameters of a call into a query: literals of SQL, in the order of its `?`. They are bound as values;
 * what is no literal is refused, so that no part of one is ever read as SQL.
 * Source: Athena user guide, "Use execution parameters".
 * @throws QueryError by place, where one is no literal, or there are too many or too few
 */
export function bindParameters(statement: Prepared, given: readonly string[]): void {
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
        `INVALID_PARAMETER_USAGE: parameter ${place} is neither a number nor a text in single quotes: ${literal}`,
      );
  }
}
