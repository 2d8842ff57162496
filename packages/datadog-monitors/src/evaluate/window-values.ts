import type { Tags } from '../query/matches';
import type { Expression, MetricQuery, TimeAggregator } from '../query/query-tree';
import { expressionsIn, usesAsCount } from '../query/walk';
import { bucketsWithin } from './distribution';
import { applied, earlier, pointsOf } from './expression-points';
import { shiftOf } from './functions';
import { NotEvaluatedError } from './not-evaluated-error';
import {
  type ByGroup,
  calculation,
  combine,
  everything,
  type Group,
  lengthOf,
  mapGroups,
  nothing,
  type Points,
} from './points';
import { countsGroups } from './rank';
import { membersOf, pointsOfSeries, reductionOf, type SeriesContext } from './series-points';
import { moved, type Stretches, slider } from './slide';
import { bucketsIn, type Range } from './source';

/** Values of a query for one group, window by window. */
export interface Column {
  /** One value per window; NaN if there is no data, or no result, for example after a division by zero. */
  readonly values: Float64Array;
  /** One entry per minute of the whole range: 1 if at least one series of the expression has a point. */
  readonly seen: Uint8Array;
}

export interface Windows {
  /** Minutes that are in at least one window. */
  readonly range: Range;
  readonly stretches: Stretches;
}

/**
 * Returns the query's value in every window, keyed by group. Groups without any point in the range are absent. Several windows can
 * only be evaluated together if `isPointwise`; a single window that equals the range can always be evaluated. Source:
 * docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations: an expression with as_count() aggregates every operand over
 * the window before the arithmetic; any other expression is calculated point by point and then aggregated.
 */
export function windowValues(
  query: MetricQuery,
  { range, stretches }: Windows,
  reading: SeriesContext,
): ByGroup<Column> {
  const { aggregator, change } = query.time;
  if (aggregator === 'percentile') return percentiles(query, { range, stretches }, reading);
  const before = change && { minutes: change.shift.minutes, percent: change.kind === 'pct_change' };
  const { expression, aggregated } = query;
  const work: Work = { expression, range, stretches, aggregator, reading, before, aggregated };
  const values = aggregated || usesAsCount(expression) ? countedFirst(work) : pointByPoint(work);
  return complete(values, seenIn(query.expression, range, reading));
}

/**
 * Returns the percentile of all values in each window. Unlike the average of the percentiles of the single minutes, it weights every
 * value equally. Source: docs.datadoghq.com/monitors/types/metric, "percentile"
 */
function percentiles(
  { expression, time }: MetricQuery,
  { range, stretches }: Windows,
  reading: SeriesContext,
): ByGroup<Column> {
  if (expression.kind !== 'series' || time.change)
    throw new NotEvaluatedError('percentile()', 'only the percentile of one series is simulated');
  const reduce = reductionOf(expression);
  const members = membersOf(expression, reading.source.series(expression.metric.text));
  const columns = mapGroups(members, (all): Column => {
    const buckets = all.flatMap((series) => bucketsWithin(series, range)).sort((a, b) => a.minute - b.minute);
    const seen = new Uint8Array(lengthOf(range));
    for (const { minute } of buckets) seen[minute - range.from] = 1;
    const values = Float64Array.from(stretches.from, (from, at) => {
      const inside = bucketsIn({ tags: {}, minutes: buckets }, { from, to: stretches.to[at] ?? from });
      return inside.length === 0 ? Number.NaN : reduce(inside);
    });
    return { values, seen };
  });
  return new Map([...columns].filter(([, { value }]) => value.seen.includes(1)));
}

/** Functions whose result at a minute depends only on that minute, not on the start of the window. */
export const pointwise: readonly string[] = [
  'abs',
  'default',
  'log2',
  'log10',
  'exclude_null',
  'clamp_min',
  'clamp_max',
  'cutoff_min',
  'cutoff_max',
];

/**
 * Returns whether an expression is independent of the window's start. Its points can then be read once for many windows.
 */
export function isPointwise(expression: Expression): boolean {
  return [...expressionsIn(expression)].every((part) => {
    if (part.kind === 'series') return part.modifiers.every(({ name }) => name === 'as_count' || name === 'as_rate');
    if (part.kind !== 'call') return true;
    return pointwise.includes(part.name.text) || shiftOf(part.name.text, part.args) !== undefined;
  });
}

interface Work extends Windows {
  readonly expression: Expression;
  readonly aggregator: Exclude<TimeAggregator, 'percentile'>;
  readonly reading: SeriesContext;
  /** Comparison of a change alert (docs.datadoghq.com/monitors/guide/change-alert). */
  readonly before: { readonly minutes: number; readonly percent: boolean } | undefined;
  readonly aggregated: MetricQuery['aggregated'];
}

// fill(last) can carry a value into a window without points
function complete(values: ByGroup<Float64Array>, seen: ByGroup<Uint8Array>): ByGroup<Column> {
  const result = new Map<string, Group<Column>>();
  for (const [key, { tags, value }] of combine(values, seen, (found, flags) => ({ found, flags }))) {
    if (value.found && value.flags) result.set(key, { tags, value: { values: value.found, seen: value.flags } });
    else if (value.found?.some((one) => !Number.isNaN(one)))
      result.set(key, { tags, value: { values: value.found, seen: new Uint8Array(0) } });
  }
  return result;
}

function changeOf(now: number, then: number, percent: boolean): number {
  return percent ? calculation['/'](now - then, then) * 100 : now - then;
}

function pointByPoint({ expression, range, stretches, aggregator, reading, before }: Work): ByGroup<Float64Array> {
  const now = pointsOf(expression, range, reading);
  const points = before
    ? combine(
        now,
        pointsOf(expression, earlier(range, before.minutes), reading),
        (a = nothing(range), b = nothing(range)): Points =>
          a.map((point, at) => changeOf(point, b[at] ?? Number.NaN, before.percent)),
      )
    : now;
  return mapGroups(points, slider(aggregator, range.from, stretches));
}

function countedFirst(work: Work): ByGroup<Float64Array> {
  const { range, stretches, before } = work;
  const now = totals(work);
  if (!before) return now;
  const then = totals({
    ...work,
    range: earlier(range, before.minutes),
    stretches: moved(stretches, before.minutes),
  });
  return joined(now, then, { left: 0, right: 0, length: stretches.from.length }, (a, b) =>
    changeOf(a, b, before.percent),
  );
}

/** Aggregates every operand over each window, then applies the arithmetic. A count without points is 0. */
function totals(work: Work): ByGroup<Float64Array> {
  const { expression, range, stretches, reading, aggregated } = work;
  const own = aggregated?.get(expression);
  const slide = slider(own ?? work.aggregator, range.from, stretches);
  const empty = emptyTotal(expression);
  const reduced = () => mapGroups(pointsOf(expression, range, reading), (row) => withEmpty(slide(row), empty));
  if (own !== undefined) return reduced();
  const of = (part: Expression) => totals({ ...work, expression: part });
  if (expression.kind === 'negative') return mapGroups(of(expression.operand), (column) => column.map((one) => -one));
  if (expression.kind === 'number') {
    return new Map([[everything, { tags: {}, value: columnOf(expression.value, stretches.from.length) }]]);
  }
  if (expression.kind === 'arithmetic') {
    const { operator, left, right } = expression;
    const sides = { left: emptyTotal(left), right: emptyTotal(right), length: stretches.from.length };
    return joined(of(left), of(right), sides, calculation[operator]);
  }
  if (expression.kind === 'call' && (aggregated || holdsArithmetic(expression.operand))) {
    return applied(expression, of(expression.operand), range, reading);
  }
  return reduced();
}

const columnOf = (value: number, length: number): Float64Array => new Float64Array(length).fill(value);

const emptyTotal = (expression: Expression): number => (usesAsCount(expression) ? 0 : Number.NaN);

function withEmpty(column: Float64Array, empty: number): Float64Array {
  if (Number.isNaN(empty)) return column;
  for (let at = 0; at < column.length; at += 1) if (Number.isNaN(column[at])) column[at] = empty;
  return column;
}

function joined(
  left: ByGroup<Float64Array>,
  right: ByGroup<Float64Array>,
  empty: { readonly left: number; readonly right: number; readonly length: number },
  join: (left: number, right: number) => number,
): ByGroup<Float64Array> {
  return combine(left, right, (a, b) => {
    const columns = { left: a ?? columnOf(empty.left, empty.length), right: b ?? columnOf(empty.right, empty.length) };
    const result = new Float64Array(empty.length);
    for (let at = 0; at < result.length; at += 1) {
      result[at] = join(columns.left[at] ?? Number.NaN, columns.right[at] ?? Number.NaN);
    }
    return result;
  });
}

function holdsArithmetic(expression: Expression): boolean {
  if (expression.kind === 'arithmetic' || expression.kind === 'negative') return true;
  return expression.kind === 'call' && holdsArithmetic(expression.operand);
}

/** Returns which minutes have a point in any series of the expression. */
function seenIn(expression: Expression, range: Range, reading: SeriesContext): ByGroup<Uint8Array> {
  switch (expression.kind) {
    case 'series':
      return seenPoints(pointsOfSeries({ ...expression, modifiers: [] }, range, reading));
    case 'number':
      return new Map();
    case 'negative':
      return seenIn(expression.operand, range, reading);
    case 'call': {
      const { name, args, operand } = expression;
      const seen = seenIn(operand, earlier(range, shiftOf(name.text, args) ?? 0), reading);
      if (!countsGroups(name.text)) return seen;
      const flags = [...seen.values()].map(({ value }) => value).reduce(either, new Uint8Array(0));
      return flags.includes(1) ? new Map([[everything, { tags: {}, value: flags }]]) : new Map();
    }
    case 'arithmetic':
      return combine(seenIn(expression.left, range, reading), seenIn(expression.right, range, reading), either);
    default:
      return expression satisfies never;
  }
}

function either(left: Uint8Array | undefined, right: Uint8Array | undefined): Uint8Array {
  if (!left?.length || !right?.length) return (left?.length ? left : right) ?? new Uint8Array(0);
  return left.map((flag, at) => flag | (right[at] ?? 0));
}

function seenPoints(grouped: ByGroup<Points>): ByGroup<Uint8Array> {
  const flags = new Map<string, { tags: Tags; value: Uint8Array }>();
  for (const [key, { tags, value }] of grouped) {
    const row = new Uint8Array(value.length);
    let any = false;
    for (let at = 0; at < row.length; at += 1) {
      if (Number.isNaN(value[at])) continue;
      row[at] = 1;
      any = true;
    }
    if (any) flags.set(key, { tags, value: row });
  }
  return flags;
}
