import { argumentsOf, readSteps, readText } from './parse-chain';
import { endOf, readComparison } from './parse-comparison';
import { readExpression } from './parse-query';
import { nameOf } from './parse-series';
import { searchWindow } from './parse-window';
import { QueryError } from './query-error';
import type { Expression, FormulaQuery, MetricSeries, Name } from './query-tree';
import { type Scanner, scannerOf, type Token } from './scanner';

/** Returns whether a query is a formula over the queries in `options.variables`. */
export const isFormula = (text: string): boolean => /^\s*formula\s*\(/.test(text);

/**
 * Parses `formula("errors / requests").rollup("sum").by("host").last("5m") > 0.1`.
 * @throws QueryError
 * Source: the variables of monitors in the API reference, "Create a monitor", and exported monitors
 */
export function parseFormula(text: string): FormulaQuery {
  const scanner = scannerOf(text);
  scanner.next();
  scanner.expect('(', 'after formula');
  const formula = readText(scanner, 'a formula in quotes, as in formula("query1 / query2")');
  scanner.expect(')', 'after the formula');
  const steps = readSteps(scanner, ['rollup', 'by', 'last']);
  const [last] = argumentsOf(steps, 'last');
  if (!last) throw scanner.error('.last(…) is missing; add .last("5m")', scanner.peek().column);
  return {
    kind: 'formula',
    text,
    formula,
    expression: expressionIn(formula),
    rollup: argumentsOf(steps, 'rollup')[0],
    groupBy: argumentsOf(steps, 'by'),
    window: searchWindow(scanner, last),
    ...readComparison(scanner),
  };
}

function expressionIn({ text, column }: Name): Expression {
  try {
    const scanner = scannerOf(text);
    const expression = readExpression(scanner, readVariable);
    endOf(scanner);
    return expression;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    // the formula starts after its opening quote
    throw new QueryError({ message: error.message, column: column + error.column });
  }
}

function readVariable(_scanner: Scanner, name: Token): MetricSeries {
  const { column, end } = name;
  return {
    kind: 'series',
    aggregator: undefined,
    metric: nameOf(name),
    scope: { kind: 'all', column, end },
    groupBy: [],
    modifiers: [],
    column,
    end,
  };
}
