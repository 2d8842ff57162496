import type { Expression } from '../ast';
import { rootPath } from '../compile-path';
import { closure } from '../compiled-expression';
import { jsonText } from '../json-text';
import { type RuleMessage, rootOf } from '../message';
import { parseStatement } from '../parse-statement';
import { printExpression } from '../print';
import { compileSet, newContext, runWithinLimits } from '../rule';
import { childrenOf } from '../subexpressions';
import type { SqlValue, SqlVersion } from '../value';

/** Expression with its value for a message, and its subexpressions. */
export interface ExplainedExpression {
  readonly text: string;
  readonly value: SqlValue;
  readonly parts: readonly ExplainedExpression[];
}

/**
 * Explains why a rule's WHERE does or does not match a message: lists the value of each expression except literals.
 * @returns undefined for a rule without WHERE
 * @throws SqlError in the same cases as `compile`
 */
export function explainWhere(
  sql: string,
  message: RuleMessage,
  { version }: { version: SqlVersion },
): ExplainedExpression | undefined {
  const { set, where } = parseStatement(sql);
  if (where === undefined) return undefined;
  const { context, assign } = compileSet(set, newContext(version));
  const root = rootOf(message, version);
  const variables = assign?.(root, message) ?? [];
  const explain = (expression: Expression): ExplainedExpression => {
    const evaluate = closure(context.expression(expression, context));
    return {
      text: printExpression(expression),
      value: runWithinLimits(() => evaluate(root, message, variables), undefined),
      parts: partsOf(expression).filter(isWorthSaying).map(explain),
    };
  };
  return explain(where);
}

const literals: ReadonlySet<string> = new Set(['null', 'boolean', 'number', 'string', 'payload']);

const isWorthSaying = ({ kind }: Expression) => !literals.has(kind);

// Returns the subexpressions to explain. Only the array or object of a nested query is shown, because names inside the query
// refer to a different element each time.
function partsOf(expression: Expression): readonly Expression[] {
  if (rootPath(expression) !== undefined) return [];
  if (expression.kind === 'query') return [expression.from];
  return expression.kind === 'exists' ? [expression.query.from] : childrenOf(expression);
}

const widestValue = 60;

/** Formats one expression per line, with indented subexpressions and a column of values. */
export function explanation(explained: ExplainedExpression): readonly string[] {
  const rows = rowsOf(explained, 0);
  const width = Math.max(...rows.map(({ text }) => text.length));
  return rows.map(({ text, value }) => `${text.padEnd(width)}   ${value}`);
}

function rowsOf(
  { text, value, parts }: ExplainedExpression,
  depth: number,
): readonly { text: string; value: string }[] {
  const row = { text: '  '.repeat(depth) + text, value: valueText(value) };
  return [row, ...parts.flatMap((part) => rowsOf(part, depth + 1))];
}

function valueText(value: SqlValue): string {
  const text = value instanceof Uint8Array ? `${value.byteLength} bytes` : (jsonText(value) ?? 'Undefined');
  return text.length > widestValue ? `${text.slice(0, widestValue)}…` : text;
}
