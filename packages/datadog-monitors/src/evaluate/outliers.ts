import type { Argument } from '../query/query-tree';
import type { ByGroup, Points } from './points';

/** Function that returns, for each of several series of equal length, whether it is an outlier. */
type Detect = (rows: readonly Points[], tuning: { readonly tolerance: number; readonly percent: number }) => boolean[];

/**
 * Published algorithms of `outliers()`. The scaled variants are not documented.
 * Source: docs.datadoghq.com/monitors/guide/how-to-set-up-outlier-monitors and docs.datadoghq.com/dashboards/functions/algorithms
 */
const algorithms: Readonly<Record<string, Detect>> = { dbscan, mad };

/**
 * Returns the function that replaces the points of each series with 1 if the series is an outlier, otherwise with 0; undefined
 * if the algorithm is not published.
 * @param args algorithm, tolerance, and for MAD the percentage of points that must be outliers (default 20)
 */
export function outliersOf([name, tolerance, percent]: readonly Argument[]) {
  const detect = algorithms[name?.kind === 'text' || name?.kind === 'word' ? name.text.toLowerCase() : ''];
  if (!detect) return undefined;
  const tuning = { tolerance: numberOf(tolerance) ?? 1, percent: numberOf(percent) ?? 20 };
  return (grouped: ByGroup<Points>): ByGroup<Points> => {
    const keys = [...grouped.keys()];
    const flags = detect(
      Array.from(grouped.values(), ({ value }) => value),
      tuning,
    );
    const outliers = new Set(keys.filter((_, at) => flags[at]));
    return new Map(
      keys.flatMap((key) => {
        const group = grouped.get(key);
        if (!group) return [];
        const flag = outliers.has(key) ? 1 : 0;
        return [[key, { ...group, value: group.value.map((point) => (Number.isNaN(point) ? point : flag)) }]];
      }),
    );
  };
}

function numberOf(argument: Argument | undefined): number | undefined {
  if (argument?.kind === 'named') return numberOf(argument.value);
  return argument?.kind === 'number' ? argument.value : undefined;
}

/**
 * Finds outliers by density clustering: two series are neighbors if their distance is at most ε, the tolerance times the median distance
 * to the median series. Series outside the largest cluster are outliers.
 */
function dbscan(rows: readonly Points[], { tolerance }: { readonly tolerance: number }): boolean[] {
  const [first] = rows;
  if (!first) return [];
  const middle = first.map((_, at) => median(rows.map((row) => row[at] ?? Number.NaN)));
  const reach = tolerance * median(rows.map((row) => distance(row, middle)));
  const clusters = rows.map((_, at) => at);
  for (const [at, row] of rows.entries())
    for (let other = at + 1; other < rows.length; other += 1)
      if (distance(row, rows[other] ?? row) <= reach) merge(clusters, clusters[at] ?? at, clusters[other] ?? other);
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const largest = Math.max(...sizes.values());
  const core = clusters.find((cluster) => sizes.get(cluster) === largest);
  return clusters.map((cluster) => cluster !== core);
}

function merge(clusters: number[], into: number, from: number): void {
  for (const [at, cluster] of clusters.entries()) if (cluster === from) clusters[at] = into;
}

/** Returns the Euclidean distance over the minutes in which both series have a point. */
function distance(left: Points, right: Points): number {
  let sum = 0;
  for (const [at, value] of left.entries()) {
    const difference = value - (right[at] ?? Number.NaN);
    if (!Number.isNaN(difference)) sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Scales the median absolute deviation of normally distributed values to their standard deviation. */
const normalizing = 1.4826;

/**
 * Finds outliers by the median absolute deviation: a point is an outlier if its distance from the median of all points of all series
 * exceeds the tolerance times the deviation.
 */
function mad(rows: readonly Points[], { tolerance, percent }: { tolerance: number; percent: number }): boolean[] {
  const points = rows.flatMap((row) => Array.from(row).filter((point) => !Number.isNaN(point)));
  const middle = median(points);
  const deviation = normalizing * median(points.map((point) => Math.abs(point - middle)));
  return rows.map((row) => {
    const own = row.filter((point) => !Number.isNaN(point));
    const far = own.filter((point) => Math.abs(point - middle) > tolerance * deviation);
    return own.length > 0 && (far.length / own.length) * 100 >= percent;
  });
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  const [low = 0, high = 0] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
