import { z } from 'zod';
import type { Clock } from '../clock';
import { datadogName } from '../datadog/metric-name';
import { jsonApi, operation } from '../gateway/json-api';
import type { ServiceApi } from '../gateway/request';
import type { MetricStore, Minute, Tags } from '../metrics';

const statistics = {
  Sum: ({ sum }: Total) => sum,
  SampleCount: ({ count }: Total) => count,
  Average: ({ sum, count }: Total) => sum / count,
  Minimum: ({ min }: Total) => min,
  Maximum: ({ max }: Total) => max,
} as const;

type Total = Pick<Minute, 'sum' | 'count' | 'min' | 'max'>;

const isStatistic = (text: string): text is keyof typeof statistics => Object.hasOwn(statistics, text);
const Statistic = z
  .string()
  .refine(isStatistic, 'only Sum, SampleCount, Average, Minimum and Maximum are supported locally');

const Query = z.object({
  Id: z.string(),
  Label: z.string().optional(),
  MetricStat: z.object(
    {
      Metric: z.object({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      }),
      Period: z.number().int().min(60).multipleOf(60),
      Stat: Statistic,
    },
    { error: 'MetricStat is missing; expressions are not supported locally' },
  ),
});
type Query = z.infer<typeof Query>;

/** Schema that converts a time to minutes since the epoch. In JSON, the SDK sends seconds since the epoch. */
const Time = z.number().transform((seconds) => Math.floor(seconds / 60));

const Request = z.object({ MetricDataQueries: z.array(Query).min(1).max(500), StartTime: Time, EndTime: Time });

/** Creates the CloudWatch API for the metrics of the last 28 hours. */
export function cloudwatchApi(metrics: MetricStore, clock: Pick<Clock, 'now'>): ServiceApi {
  return jsonApi('cloudwatch', {
    GetMetricData: operation(Request, ({ MetricDataQueries, StartTime, EndTime }) => ({
      MetricDataResults: MetricDataQueries.map((query) => {
        const until = Math.min(EndTime, Math.floor(clock.now() / 60_000) + 1);
        const periods = periodsOf(metrics, query, StartTime, until);
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat.Metric.MetricName,
          Timestamps: periods.map(([minute]) => minute * 60),
          Values: periods.map(([, value]) => value),
          StatusCode: 'Complete',
        };
      }),
      Messages: [],
    })),
  });
}

/**
 * Returns a query's values by period, newest first, as CloudWatch does by default.
 * @param from start of the range, inclusive, in minutes since the epoch
 * @param to end of the range, exclusive, in minutes since the epoch
 */
function periodsOf(
  metrics: MetricStore,
  { MetricStat }: Query,
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const { Metric, Period, Stat } = MetricStat;
  const wanted: Tags = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name.toLowerCase(), Value]));
  const every = Period / 60;
  const totals = new Map<number, Total>();
  for (const { tags, minutes } of metrics.series(datadogName(Metric.Namespace, Metric.MetricName))) {
    if (!Object.entries(wanted).every(([key, value]) => tags[key] === value)) continue;
    for (const minute of minutes.filter((one) => one.minute >= from && one.minute < to)) {
      const period = Math.floor(minute.minute / every) * every;
      totals.set(period, added(totals.get(period), minute));
    }
  }
  const value = statistics[isStatistic(Stat) ? Stat : 'Sum'];
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
