import type { Expression, MetricSeries, Scope } from './query-tree';

/** Yields the expression and all its subexpressions, outermost first. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  yield expression;
  switch (expression.kind) {
    case 'arithmetic':
      yield* expressionsIn(expression.left);
      yield* expressionsIn(expression.right);
      break;
    case 'negative':
    case 'call':
      yield* expressionsIn(expression.operand);
      break;
    case 'series':
    case 'number':
      break;
    default:
      expression satisfies never;
  }
}

/** Returns every metric series, in query order. */
export function seriesIn(expression: Expression): MetricSeries[] {
  return [...expressionsIn(expression)].filter((part) => part.kind === 'series');
}

/**
 * Returns whether any operand uses as_count(), which determines the order of aggregation
 * (docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations).
 */
export function usesAsCount(expression: Expression): boolean {
  // avoid building lists of series: this function runs for every evaluation, and lists would use a tenth of the time
  if (expression.kind === 'series') return expression.modifiers.some(({ name }) => name === 'as_count');
  if (expression.kind === 'arithmetic') return usesAsCount(expression.left) || usesAsCount(expression.right);
  return expression.kind !== 'number' && usesAsCount(expression.operand);
}

/** Returns the grouping keys of a monitor, without duplicates. */
export function groupKeys(expression: Expression): string[] {
  return [...new Set(groupedSeries(expression).flatMap((series) => series.groupBy.map(({ text }) => text)))];
}

// count_nonzero() and count_not_null() combine all groups into one number (docs.datadoghq.com/dashboards/functions/count).
function groupedSeries(expression: Expression): MetricSeries[] {
  if (expression.kind === 'series') return [expression];
  if (expression.kind === 'arithmetic') return [...groupedSeries(expression.left), ...groupedSeries(expression.right)];
  if (expression.kind === 'number' || (expression.kind === 'call' && /^count_/.test(expression.name.text))) return [];
  return groupedSeries(expression.operand);
}

/** Returns every tag key of a scope with its column. */
export function tagsIn(scope: Scope): { key: string; column: number }[] {
  switch (scope.kind) {
    case 'all':
      return [];
    case 'tag':
    case 'in':
      return [{ key: scope.key, column: scope.column }];
    case 'not':
      return tagsIn(scope.of);
    case 'and':
    case 'or':
      return scope.parts.flatMap(tagsIn);
    default:
      return scope satisfies never;
  }
}
