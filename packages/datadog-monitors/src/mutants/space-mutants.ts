import type { Catalogue } from '../catalogue/catalogue';
import { firstCounts } from '../query/first-counts';
import { print } from '../query/print';
import type { Expression, MetricQuery, MetricSeries } from '../query/query-tree';
import { groupKeys, seriesIn } from '../query/walk';
import type { Mutant } from './mutant';

/** Returns the mutants of a metric query with another space aggregator, or with fewer grouping tags. */
export function ofSpace(query: MetricQuery, catalogue: Catalogue): Mutant[] {
  const all = seriesIn(query.expression);
  const several = all.filter((series) => !isAlone(series, catalogue));
  return [...several.flatMap((series) => ofAggregator(series, query, all.length === 1)), ...ofGroups(query)];
}

/**
 * Returns whether each group has a single series, because the query groups by every tag of the metric. Ignores the tags that all
 * AWS metrics have, because such tags usually have only one value.
 */
function isAlone({ metric, groupBy }: MetricSeries, catalogue: Catalogue): boolean {
  const tags = catalogue.find(metric.text)?.tags ?? [];
  return tags.length > 0 && tags.every((tag) => groupBy.some(({ text }) => text === tag));
}

/**
 * Aggregators ordered from the largest to the smallest result for non-negative values. A mutant uses a neighbor, because neighbors are
 * the hardest to distinguish: if the maximum does not exceed a threshold, the average does not either.
 */
const bySize = ['sum', 'max', 'avg', 'min'];

function ofAggregator(series: MetricSeries, query: MetricQuery, isOnly: boolean): Mutant[] {
  const { metric, scope } = series;
  // the default is avg (docs.datadoghq.com/metrics)
  const now = series.aggregator?.text ?? 'avg';
  const over = isOnly ? 'the series' : `${metric.text}{${query.text.slice(scope.column - 1, scope.end - 1)}}`;
  return neighboursOf(now, query).map((other) => {
    const changed = { ...series, aggregator: { ...metric, text: other } };
    return {
      change: `${other} instead of ${now} over ${over}`,
      missing:
        `no test distinguishes ${now} from ${other}: add a test in which several series of ${metric.text} form one group, ` +
        `and their ${now} results in a different state than their ${other}`,
      apply: withEach(query, (one) => (one === series ? changed : one)),
    };
  });
}

/** Space aggregators that are equivalent if the first event crosses the threshold. */
const same: Readonly<Record<string, string>> = { sum: 'max', max: 'sum' };

function neighboursOf(aggregator: string, query: MetricQuery): string[] {
  const different = firstCounts(query) ? bySize.filter((one) => one !== same[aggregator]) : bySize;
  const here = different.indexOf(aggregator);
  return here < 0 ? [] : different.filter((_, at) => Math.abs(at - here) === 1);
}

/** Removes one tag of `by {…}` from all series, because operands are joined by their groups. */
function ofGroups(query: MetricQuery): Mutant[] {
  const keys = groupKeys(query.expression);
  return keys.map((key) => ({
    change: `${by(keys.filter((one) => one !== key))} instead of ${by(keys)}`,
    missing: `no test covers the groups of ${key}: add a test with two groups in which only one group alerts`,
    apply: withEach(query, (one) => ({ ...one, groupBy: one.groupBy.filter(({ text }) => text !== key) })),
  }));
}

const by = (keys: readonly string[]): string => (keys.length === 0 ? 'one group' : `by {${keys.join(',')}}`);

function withEach(query: MetricQuery, change: (series: MetricSeries) => MetricSeries): Mutant['apply'] {
  const text = print({ ...query, expression: changedIn(query.expression, change) });
  return (definition) => ({ ...definition, query: text });
}

function changedIn(expression: Expression, change: (series: MetricSeries) => MetricSeries): Expression {
  switch (expression.kind) {
    case 'series':
      return change(expression);
    case 'number':
      return expression;
    case 'negative':
    case 'call':
      return { ...expression, operand: changedIn(expression.operand, change) };
    case 'arithmetic':
      return {
        ...expression,
        left: changedIn(expression.left, change),
        right: changedIn(expression.right, change),
      };
    default:
      return expression satisfies never;
  }
}
