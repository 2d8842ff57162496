import type { Argument, Modifier } from '../query/query-tree';
import { NotEvaluatedError } from './not-evaluated-error';
import { type Aggregator, aggregate, nothing, type Points } from './points';
import type { Range } from './source';

export interface Rollup {
  readonly aggregator: Aggregator;
  readonly minutes: number;
}

const aggregators: readonly Aggregator[] = ['avg', 'sum', 'min', 'max', 'count'];

export function rollupOf(modifiers: readonly Modifier[]): Rollup | undefined {
  const modifier = modifiers.find(({ name }) => name === 'rollup');
  // as_count() and as_rate() set the time aggregator to sum (docs.datadoghq.com/metrics/custom_metrics/type_modifiers)
  const counted = modifiers.some(({ name }) => name === 'as_count' || name === 'as_rate');
  return modifier && readRollup(modifier.args, counted ? 'sum' : 'avg');
}

// A bucket that is longer than any window (730 hours) is a mistake, and would be recomputed every minute.
const longestMinutes = 31 * 1440;

/** Parses the arguments of `rollup(sum, 300)` or `rollup(300)`. Source: docs.datadoghq.com/dashboards/functions/rollup */
export function readRollup(args: readonly Argument[], otherwise: Aggregator = 'avg'): Rollup {
  const [first, second] = args;
  const seconds = [first, second].find((arg) => arg?.kind === 'number');
  const word = first && (first.kind === 'word' || first.kind === 'text') ? first.text : otherwise;
  const aggregator = aggregators.find((name) => name === word);
  if (!aggregator)
    throw new NotEvaluatedError(`rollup(${word})`, `the supported aggregators are ${aggregators.join(', ')}`);
  if (args.length > 2)
    throw new NotEvaluatedError('rollup with a time zone', 'this evaluator aligns buckets to UNIX time');
  const length = seconds?.kind === 'number' ? seconds.value : 60;
  const minutes = Math.max(1, Math.round(length / 60));
  if (minutes > longestMinutes)
    throw new NotEvaluatedError(`rollup over ${length} seconds`, 'it is longer than a month');
  return { aggregator, minutes };
}

/**
 * Aggregates points into buckets, and returns one point at the start of each bucket. Buckets align to UNIX time, so
 * the first bucket may start before the range.
 */
export function rolledUp(rollup: Rollup | undefined, range: Range, read: (range: Range) => Points): Points {
  if (!rollup || rollup.minutes === 1) return read(range);
  const { minutes, aggregator } = rollup;
  const start = Math.floor(range.from / minutes) * minutes;
  const points = read({ from: start, to: range.to });
  const result = nothing(range);
  for (let bucket = start; bucket <= range.to; bucket += minutes) {
    const value = aggregate(aggregator, points.slice(bucket - start, bucket - start + minutes));
    result[Math.max(0, bucket - range.from)] = value;
  }
  return result;
}
