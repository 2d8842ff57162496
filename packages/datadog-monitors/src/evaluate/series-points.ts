import type { MetricType } from '../catalogue/metric';
import { matches, type SeriesTags, type Tags, valuesOfTag } from '../query/matches';
import { isPercentile } from '../query/parse-series';
import type { MetricSeries, Scope } from '../query/query-tree';
import type { Assumptions } from './assumptions';
import { distributionPoints, percentileOf, type Reduction, reductions } from './distribution';
import { fill, fillMinutes, interpolated } from './fill';
import {
  type Aggregator,
  aggregate,
  type ByGroup,
  calculation,
  everything,
  type Group,
  mapGroups,
  nothing,
  type Points,
} from './points';
import { type Rollup, rolledUp, rollupOf } from './rollup';
import { bucketsIn, type Range, type SeriesSource, type SourceSeries, type ValueSeries } from './source';
import { ofValue, type Statistic, seriesOf } from './statistic';

/** Input of an evaluation. */
export interface SeriesContext {
  readonly source: SeriesSource;
  readonly typeOf: (metric: string) => MetricType;
  readonly assumptions: Assumptions;
  /**
   * Cache of points by range for one calculation, because both the values and their presence are derived from the same points.
   * A series is identified by its scope object.
   */
  readonly known: Map<Scope, Map<string, ByGroup<Points>>>;
}

const aggregators: readonly Aggregator[] = ['avg', 'sum', 'min', 'max', 'count'];

/**
 * Returns a series expression's points in a range, keyed by group: series in the scope are rolled up in time, then aggregated in
 * space, minute by minute. Series without a grouping tag are omitted (docs.datadoghq.com/metrics/advanced-filtering).
 */
export function pointsOfSeries(series: MetricSeries, range: Range, reading: SeriesContext): ByGroup<Points> {
  const filling = series.modifiers.find(({ name }) => name === 'fill');
  if (!filling) return pointsWithin(series, range, reading);
  // the point that fills the first minutes can precede the range
  const before = fillMinutes(filling.args, reading.assumptions);
  const wider = { from: range.from - before, to: range.to };
  return mapGroups(pointsWithin(series, wider, reading), (points) => points.subarray(before));
}

function pointsWithin(series: MetricSeries, range: Range, reading: SeriesContext): ByGroup<Points> {
  const changesNothing = series.modifiers.every(({ name }) => name === 'as_count');
  if (!changesNothing || reading.typeOf(series.metric.text) === 'rate') return pointsAnew(series, range, reading);
  const known = reading.known.get(series.scope) ?? new Map<string, ByGroup<Points>>();
  const key = `${range.from} ${range.to}`;
  const points = known.get(key) ?? pointsAnew(series, range, reading);
  reading.known.set(series.scope, known.set(key, points));
  return points;
}

function pointsAnew(series: MetricSeries, range: Range, reading: SeriesContext): ByGroup<Points> {
  if (isDistribution(series, reading)) return distributionsAnew(series, range, reading);
  const aggregator = spaceAggregator(series);
  const { series: found, statistic } = seriesOf(reading.source, series.metric.text, reading.typeOf(series.metric.text));
  const rollup = rollupOf(series.modifiers);
  const between = gapsOf(series, reading);
  const isWeighted = aggregator === 'avg' && series.modifiers.some(({ name }) => name === 'weighted');
  const grouped = mapGroups(membersOf(series, found), (members) => {
    const rowsOf = (one: Rollup | undefined): Points[] => {
      const rows = members.map((member) => rolledUp(one, range, (wanted) => read(member, wanted, statistic)));
      return rows.length > 1 ? rows.map(between) : rows;
    };
    if (!isWeighted || rollup?.aggregator !== 'avg') return inSpace(aggregator, rowsOf(rollup), range);
    const [sum, count] = (['sum', 'count'] as const).map((name) =>
      inSpace('sum', rowsOf({ ...rollup, aggregator: name }), range),
    );
    return nothing(range).map((_, at) => calculation['/'](sum?.[at] ?? Number.NaN, count?.[at] ?? Number.NaN));
  });
  return modified(grouped, series, reading);
}

// Without interpolation, the sum of series that report alternately would be too small. as_count() and as_rate() disable interpolation
// for counts and rates, but not for gauges. Source: docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained
function gapsOf(series: MetricSeries, reading: SeriesContext): (row: Points) => Points {
  if (!mayInterpolate(series, reading)) return (row) => row;
  return (row) => interpolated(row, reading.assumptions.fillLimitSeconds / 60);
}

/** Returns whether gaps in a series are interpolated if its groups contain several series. */
export function mayInterpolate({ metric, modifiers }: MetricSeries, { typeOf, assumptions }: SeriesContext): boolean {
  const isFilled = modifiers.some(({ name }) => name === 'fill');
  return assumptions.interpolation === 'linear' && !isFilled && typeOf(metric.text) === 'gauge';
}

/** Returns whether a series contains a distribution. CloudWatch percentiles are separate metrics. */
const isDistribution = ({ metric, aggregator }: MetricSeries, { typeOf }: SeriesContext): boolean =>
  typeOf(metric.text) === 'distribution' || (aggregator !== undefined && isPercentile(aggregator.text));

function distributionsAnew(series: MetricSeries, range: Range, reading: SeriesContext): ByGroup<Points> {
  const reduce = reductionOf(series);
  const rollup = rollupOf(series.modifiers);
  const grouped = mapGroups(membersOf(series, reading.source.series(series.metric.text)), (members) =>
    rolledUp(rollup, range, (wanted) => distributionPoints(members, wanted, reduce)),
  );
  return modified(grouped, series, reading);
}

/** Returns the reduction for a distribution's values that corresponds to the series' space aggregator. */
export function reductionOf(series: MetricSeries): Reduction {
  const name = series.aggregator?.text ?? 'avg';
  return isPercentile(name) ? percentileOf(name) : reductions[spaceAggregator(series)];
}

/** Returns the source's series that are in the scope of a query's series, keyed by group. */
export function membersOf(series: MetricSeries, found: readonly SourceSeries[]): ByGroup<readonly SourceSeries[]> {
  const members = new Map<string, Group<SourceSeries[]>>();
  for (const one of found) {
    if (!matches(series.scope, one.tags)) continue;
    for (const { key, tags } of groupsOf(series, one.tags)) {
      const group = members.get(key) ?? { tags, value: [] };
      group.value.push(one);
      members.set(key, group);
    }
  }
  return members;
}

function spaceAggregator({ aggregator }: MetricSeries): Aggregator {
  // the default is avg (docs.datadoghq.com/metrics)
  const name = aggregator?.text ?? 'avg';
  return aggregators.find((candidate) => candidate === name) ?? 'avg';
}

/** Returns the groups of a series: one for each combination of its values of the grouping tags. */
function groupsOf({ groupBy }: MetricSeries, tags: SeriesTags): { readonly key: string; readonly tags: Tags }[] {
  const combinations = groupBy.reduce<readonly Tags[]>(
    (all, { text }) => all.flatMap((one) => valuesOfTag(tags, text).map((value) => ({ ...one, [text]: value }))),
    [{}],
  );
  return combinations.map((own) => {
    const key = Object.entries(own)
      .map(([name, value]) => `${name}:${value}`)
      .join(',');
    return { key: key === '' ? everything : key, tags: own };
  });
}

function read(series: SourceSeries, range: Range, statistic: Statistic): Points {
  if ('values' in series) return readValues(series, range, statistic);
  const points = nothing(range);
  for (const bucket of bucketsIn(series, range)) points[bucket.minute - range.from] = statistic(bucket);
  return points;
}

function readValues({ from, values }: ValueSeries, range: Range, statistic: Statistic): Points {
  const [start, end] = [range.from - from, range.to - from + 1];
  const inside = values.subarray(Math.max(0, start), Math.max(0, end));
  // return a view unless the statistic transforms the values, to avoid copying a month of points for every monitor
  const points = ofValue(statistic, 0) === 0 ? inside : inside.map((value) => (Number.isNaN(value) ? value : 1));
  if (start >= 0 && end <= values.length) return points;
  const wide = nothing(range);
  if (points.length > 0) wide.set(points, Math.max(0, -start));
  return wide;
}

function inSpace(aggregator: Aggregator, rows: readonly Points[], range: Range): Points {
  const [only, ...others] = rows;
  if (only && others.length === 0 && aggregator !== 'count') return only;
  const column = new Float64Array(rows.length);
  return nothing(range).map((_, at) => {
    for (const [index, row] of rows.entries()) column[index] = row[at] ?? Number.NaN;
    return aggregate(aggregator, column);
  });
}

// counts and rates are converted to each other with the interval, but gauges do not change. Source:
// docs.datadoghq.com/metrics/custom_metrics/type_modifiers
function modified(grouped: ByGroup<Points>, series: MetricSeries, reading: SeriesContext): ByGroup<Points> {
  const { modifiers, metric } = series;
  const type = reading.typeOf(metric.text);
  const seconds = (rollupOf(modifiers)?.minutes ?? reading.assumptions.pointMinutes) * 60;
  return modifiers.reduce((current, { name, args }) => {
    if (name === 'as_rate' && type === 'count')
      return mapGroups(current, (points) => points.map((one) => one / seconds));
    if (name === 'as_count' && type === 'rate')
      return mapGroups(current, (points) => points.map((one) => one * seconds));
    if (name === 'fill') return mapGroups(current, (points) => fill(points, args, reading.assumptions));
    return current;
  }, grouped);
}
