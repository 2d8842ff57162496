import { datadogName } from '../datadog/metric-name';
import type { MetricStore, Minute, Tags } from '../metrics';

type Total = Pick<Minute, 'sum' | 'count' | 'min' | 'max'>;

const statistics = {
  Sum: ({ sum }: Total) => sum,
  SampleCount: ({ count }: Total) => count,
  Average: ({ sum, count }: Total) => sum / count,
  Minimum: ({ min }: Total) => min,
  Maximum: ({ max }: Total) => max,
} as const;

/** Statistics that the local runtime supports. */
export type MetricStatistic = keyof typeof statistics;

export const isStatistic = (text: string): text is MetricStatistic => Object.hasOwn(statistics, text);

export interface MetricSelection {
  namespace: string;
  metricName: string;
  dimensions: readonly { Name: string; Value: string }[];
  /** Length of a period, in minutes. */
  periodMinutes: number;
  statistic: MetricStatistic;
}

/**
 * Returns the values of a metric by period, newest first, as CloudWatch does by default. Each period is identified by
 * its start, in minutes since the epoch.
 * @param from start of the range, inclusive, in minutes since the epoch
 * @param to end of the range, exclusive, in minutes since the epoch
 */
export function periodsOf(
  metrics: Pick<MetricStore, 'series'>,
  { namespace, metricName, dimensions, periodMinutes, statistic }: MetricSelection,
  [from, to]: readonly [from: number, to: number],
): readonly (readonly [start: number, value: number])[] {
  const wanted: Tags = Object.fromEntries(dimensions.map(({ Name, Value }) => [Name.toLowerCase(), Value]));
  const totals = new Map<number, Total>();
  // CloudWatch does not aggregate a custom metric across its dimensions
  const isExact = !namespace.startsWith('AWS/');
  for (const { tags, minutes } of metrics.series(datadogName(namespace, metricName))) {
    if (isExact && Object.keys(tags).length !== dimensions.length) continue;
    if (!Object.entries(wanted).every(([key, value]) => tags[key] === value)) continue;
    for (const minute of minutes.filter((one) => one.minute >= from && one.minute < to)) {
      const period = Math.floor(minute.minute / periodMinutes) * periodMinutes;
      totals.set(period, added(totals.get(period), minute));
    }
  }
  const value = statistics[statistic];
  return [...totals].sort(([a], [b]) => b - a).map(([period, total]) => [period, value(total)] as const);
}

const added = (total: Total | undefined, { sum, count, min, max }: Total): Total =>
  total === undefined
    ? { sum, count, min, max }
    : {
        sum: total.sum + sum,
        count: total.count + count,
        min: Math.min(total.min, min),
        max: Math.max(total.max, max),
      };
