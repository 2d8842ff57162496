import { z } from 'zod';
import { resourceType } from '../resource-type';
import { comparisons } from './alarm';
import { alarmsOf } from './alarms';
import { isStatistic, type MetricSelection } from './metric-statistics';

const Comparison = z.enum(
  Object.keys(comparisons).filter((name): name is keyof typeof comparisons => name in comparisons),
);
const Arns = z.array(z.string()).default([]);

interface DeclaredMetric {
  namespace?: string | undefined;
  metric_name?: string | undefined;
  statistic?: string | undefined;
  period?: number | undefined;
  dimensions: Readonly<Record<string, string>>;
}

/** Returns the metric of an alarm, or undefined if the local runtime cannot evaluate it. */
function metricOf({
  namespace,
  metric_name: metricName,
  statistic,
  period,
  dimensions,
}: DeclaredMetric): MetricSelection | undefined {
  if (namespace === undefined || metricName === undefined || period === undefined) return undefined;
  if (statistic === undefined || !isStatistic(statistic) || period % 60 !== 0) return undefined;
  return {
    namespace,
    metricName,
    statistic,
    periodMinutes: period / 60,
    dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

export const alarmResources = {
  aws_cloudwatch_metric_alarm: resourceType({
    runs: 'evaluated every minute on the platform’s clock for metrics of the local services, of rules and from PutMetricData; notifies SNS topics',
    notSimulated: {
      metric_query: 'metric math',
      extended_statistic: 'percentiles',
      threshold_metric_id: 'anomaly detection',
      evaluate_low_sample_count_percentiles: 'percentiles',
    },
    attributes: {
      alarm_name: z.string(),
      alarm_description: z.string().optional(),
      actions_enabled: z.boolean().default(true),
      alarm_actions: Arns,
      ok_actions: Arns,
      insufficient_data_actions: Arns,
      namespace: z.string().optional(),
      metric_name: z.string().optional(),
      dimensions: z.record(z.string(), z.string()).default({}),
      statistic: z.string().optional(),
      period: z.number().optional(),
      evaluation_periods: z.number().int().min(1),
      datapoints_to_alarm: z.number().int().optional(),
      threshold: z.number().default(0),
      comparison_operator: z.string(),
      treat_missing_data: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
      unit: z.string().optional(),
    },
    create({ attributes }, parts) {
      const { alarm_name: name, evaluation_periods: evaluationPeriods } = attributes;
      const { region, account } = parts.place;
      const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
      const comparison = Comparison.safeParse(attributes.comparison_operator);
      const metric = comparison.success ? metricOf(attributes) : undefined;
      if (metric === undefined)
        parts.bus.emit({
          kind: 'note',
          text: `alarm ${name} is not evaluated: expected a single metric, the statistic Sum, SampleCount, Average, Minimum or Maximum, and a period in whole minutes`,
        });
      alarmsOf(parts).declare({
        name,
        arn,
        description: attributes.alarm_description,
        actionsEnabled: attributes.actions_enabled,
        actions: {
          OK: attributes.ok_actions,
          ALARM: attributes.alarm_actions,
          INSUFFICIENT_DATA: attributes.insufficient_data_actions,
        },
        metric,
        evaluationPeriods,
        datapointsToAlarm: attributes.datapoints_to_alarm ?? evaluationPeriods,
        threshold: attributes.threshold,
        // other operators belong to anomaly detection, whose alarms are not evaluated
        comparison: comparison.data ?? 'GreaterThanThreshold',
        treatMissingData: attributes.treat_missing_data,
      });
      return { id: name, arn, alarm_name: name };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => alarmsOf(parts).remove(attributes.alarm_name),
  }),
} as const;
