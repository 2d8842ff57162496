import type { Comparator, Comparison, Threshold } from './query-tree';
import type { Scanner } from './scanner';

const comparators: readonly Comparator[] = ['>', '>=', '<', '<=', '==', '!='];

/** Reads the comparison at the end of a query, such as `>= 1`. */
export function readComparison(scanner: Scanner): Comparison {
  const comparator = readComparator(scanner);
  const threshold = readThreshold(scanner);
  endOf(scanner);
  return { comparator, threshold };
}

/** Expects the end of the query. @throws QueryError if more tokens follow */
export function endOf(scanner: Scanner): void {
  const rest = scanner.peek();
  if (rest.kind !== 'end') throw scanner.unexpected(rest, 'the end of the query');
}

function readComparator(scanner: Scanner): Comparison['comparator'] {
  const token = scanner.next();
  const sign = comparators.find((candidate) => candidate === token.text);
  if (sign === undefined) throw scanner.unexpected(token, 'a comparison (>, >=, <, <=, ==, !=)');
  return { sign, column: token.column, end: token.end };
}

function readThreshold(scanner: Scanner): Threshold {
  const minus = scanner.take('-');
  if (!minus) scanner.take('+');
  const token = scanner.next();
  if (token.kind !== 'number') throw scanner.unexpected(token, 'the threshold, a number');
  const value = Number(token.text);
  if (!Number.isFinite(value)) throw scanner.error(`${token.text} is not a finite number`, token.column);
  return { value: minus ? -value : value, column: (minus ?? token).column, end: token.end };
}
