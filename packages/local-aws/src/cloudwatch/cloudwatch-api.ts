import { z } from 'zod';
import type { Clock } from '../clock';
import { jsonApi, operation } from '../gateway/json-api';
import { AwsError, type ServiceApi } from '../gateway/service-api';
import type { MetricStore } from '../metrics';
import { type Alarm, alarmStates } from './alarm';
import type { Alarms } from './alarms';
import { isStatistic, periodsOf } from './metric-statistics';
import { metricsOperations } from './metrics-operations';

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

/** Times are in seconds since the epoch, as the SDK sends them in JSON. */
const Request = z.object({
  MetricDataQueries: z.array(Query).min(1).max(500),
  StartTime: z.number(),
  EndTime: z.number(),
});

const invalidCode = 'ValidationError';

/**
 * Returns the start and the end of a time range in minutes since the epoch.
 * @throws AwsError ValidationError if the range is empty
 */
function minutesOf({ StartTime: start, EndTime: end }: z.output<typeof Request>) {
  if (Math.floor(start) === Math.floor(end))
    throw new AwsError(invalidCode, 'The parameter StartTime must not equal parameter EndTime.');
  if (start > end) throw new AwsError(invalidCode, 'The parameter EndTime must be greater than StartTime.');
  return { from: Math.floor(start / 60), to: Math.floor(end / 60) };
}

const AlarmQuery = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().optional(),
  StateValue: z.enum(alarmStates).optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().default(''),
});
const NewState = z.object({
  AlarmName: z.string().min(1).max(255),
  StateValue: z.enum(alarmStates),
  StateReason: z.string().max(1023),
});

/** Creates the CloudWatch API for metrics, whose values are kept for 28 hours, and for alarms. */
export function cloudwatchApi(metrics: MetricStore, clock: Pick<Clock, 'now'>, alarms: Alarms): ServiceApi {
  return jsonApi('cloudwatch', {
    ...metricsOperations(metrics, clock),
    GetMetricData: operation(
      Request,
      (input) => {
        const { from, to } = minutesOf(input);
        const MetricDataResults = input.MetricDataQueries.map((query) => {
          const until = Math.min(to, Math.floor(clock.now() / 60_000) + 1);
          const { Metric, Period, Stat } = query.MetricStat;
          const selection = {
            namespace: Metric.Namespace,
            metricName: Metric.MetricName,
            dimensions: Metric.Dimensions,
            periodMinutes: Period / 60,
            statistic: Stat,
          };
          const periods = periodsOf(metrics, selection, [from, until]);
          return {
            Id: query.Id,
            Label: query.Label ?? query.MetricStat.Metric.MetricName,
            Timestamps: periods.map(([minute]) => minute * 60),
            Values: periods.map(([, value]) => value),
            StatusCode: 'Complete',
          };
        });
        return { MetricDataResults, Messages: [] };
      },
      invalidCode,
    ),
    DescribeAlarms: operation(AlarmQuery, ({ AlarmNames, AlarmNamePrefix = '', StateValue, MaxRecords, NextToken }) => {
      const found = alarms
        .all()
        .filter(
          ({ name, state }) =>
            (AlarmNames?.includes(name) ?? true) &&
            name.startsWith(AlarmNamePrefix) &&
            (StateValue === undefined || state === StateValue) &&
            name > NextToken,
        );
      const page = found.slice(0, MaxRecords);
      const isLast = page.length === found.length;
      return { MetricAlarms: page.map(described), ...(isLast ? {} : { NextToken: page.at(-1)?.name }) };
    }),
    SetAlarmState: operation(NewState, ({ AlarmName, StateValue, StateReason }) => {
      alarms.setState(AlarmName, { state: StateValue, reason: StateReason });
      return {};
    }),
  });
}

const described = ({ name, arn, description, actionsEnabled, actions, metric, ...alarm }: Alarm) => ({
  AlarmName: name,
  AlarmArn: arn,
  AlarmDescription: description,
  ActionsEnabled: actionsEnabled,
  OKActions: actions.OK,
  AlarmActions: actions.ALARM,
  InsufficientDataActions: actions.INSUFFICIENT_DATA,
  StateValue: alarm.state,
  StateReason: alarm.reason,
  StateUpdatedTimestamp: alarm.updatedAt / 1000,
  ...(metric && {
    Namespace: metric.namespace,
    MetricName: metric.metricName,
    Dimensions: metric.dimensions,
    Period: metric.periodMinutes * 60,
    Statistic: metric.statistic,
  }),
  EvaluationPeriods: alarm.evaluationPeriods,
  DatapointsToAlarm: alarm.datapointsToAlarm,
  Threshold: alarm.threshold,
  ComparisonOperator: alarm.comparison,
  TreatMissingData: alarm.treatMissingData,
});
