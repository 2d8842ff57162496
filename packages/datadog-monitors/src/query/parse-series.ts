import { didYouMean } from '../near-miss';
import { modifierFacts } from './functions';
import { readArguments } from './parse-arguments';
import { readScope } from './parse-scope';
import type { MetricSeries, Modifier, Name } from './query-tree';
import type { Scanner, Token } from './scanner';

/** Space aggregators; a percentile is `p` and a number. Source: docs.datadoghq.com/metrics, "Space aggregation". */
const aggregators = ['avg', 'sum', 'min', 'max', 'count'];
const percentile = /^p\d{1,2}(?:\.\d+)?$/;

/** Returns whether a word before a colon is a percentile. */
export function isPercentile(name: string): boolean {
  return percentile.test(name);
}

/** Reads one series after its first word: the aggregator, or the metric if there is no aggregator. */
export function readSeries(scanner: Scanner, first: Token): MetricSeries {
  const hasAggregator = scanner.take(':') !== undefined;
  if (hasAggregator && !aggregators.includes(first.text) && !isPercentile(first.text)) {
    const known = [...aggregators, 'p50', 'p75', 'p90', 'p95', 'p99'];
    const message = `${first.text} is not a space aggregation (${known.join(', ')})${didYouMean(first.text, known)}`;
    throw scanner.error(message, first.column, 'a space aggregation');
  }
  const metric = hasAggregator ? scanner.next() : first;
  if (metric.kind !== 'word') throw scanner.unexpected(metric, 'the name of a metric');
  const scopeStart = scanner.peek();
  if (scopeStart.text !== '{') {
    const message = `${metric.text} has no scope; use ${metric.text}{*}`;
    throw scanner.error(message, metric.end, 'a scope such as {*}');
  }
  scanner.next();
  const scope = readScope(scanner);
  const before = readGroupBy(scanner);
  const modifiers = readModifiers(scanner);
  // the grouping belongs before the modifiers, but some public monitors contain the grouping after the modifiers
  const groupBy = before.length > 0 ? before : readGroupBy(scanner);
  return {
    kind: 'series',
    aggregator: hasAggregator ? nameOf(first) : undefined,
    metric: nameOf(metric),
    scope,
    groupBy,
    modifiers,
    column: first.column,
    end: scanner.position + 1,
  };
}

export function nameOf({ text, column, end }: Token): Name {
  return { text, column, end };
}

function readGroupBy(scanner: Scanner): Name[] {
  const token = scanner.peek();
  if (token.kind !== 'word' || token.text !== 'by') return [];
  scanner.next();
  scanner.expect('{', 'after "by"');
  const names: Name[] = [];
  do {
    const tag = scanner.tag();
    if (!tag) throw scanner.unexpected(scanner.peek(), 'a tag key to group by');
    if (tag.text.includes(':')) throw scanner.error(`"by" accepts only tag keys, not ${tag.text}`, tag.column);
    names.push(nameOf(tag));
  } while (scanner.take(','));
  scanner.expect('}', 'to close "by"');
  return names;
}

function readModifiers(scanner: Scanner): Modifier[] {
  const modifiers: Modifier[] = [];
  while (scanner.take('.')) {
    const name = scanner.next();
    const fact = modifierFacts.get(name.text);
    if (!fact) {
      const known = [...modifierFacts.keys()];
      throw scanner.error(
        `.${name.text} does not exist (${known.join(', ')})${didYouMean(name.text, known)}`,
        name.column,
      );
    }
    scanner.expect('(', `after .${name.text}`);
    const args = readArguments(scanner, fact, name);
    modifiers.push({ name: name.text, args, column: name.column, end: scanner.position + 1 });
  }
  return modifiers;
}
