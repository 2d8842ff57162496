import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';
import type { Day } from './day';

const hourSeconds = 3600;

/** Metrics of unsuccessful executions. ExecutionsFailed does not include executions that timed out or were aborted. */
const failureMetrics = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];

interface MetricName {
  readonly namespace: string;
  readonly metric: string;
  /** Dimension of the metric; omitted if the metric covers the whole account. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Creates a query for a day's totals. Reads CloudWatch, because its data is complete even if parts of the platform failed. */
export function dayFigures(
  client: CloudWatchClient,
  { topicName, workflows }: { topicName: string; workflows: readonly string[] },
) {
  const alerts = { namespace: 'AWS/SNS', metric: 'NumberOfMessagesPublished', dimensions: { TopicName: topicName } };
  const failed = workflows.flatMap((arn) =>
    failureMetrics.map((metric) => ({ namespace: 'AWS/States', metric, dimensions: { StateMachineArn: arn } })),
  );
  const stored = {
    namespace: metricNamespace,
    metric: ownMetrics.telemetryStored.cloudwatch,
    dimensions: { service: 'telemetry-writer' },
  };

  const sums = async (figures: readonly MetricName[], { from, to }: Day): Promise<readonly number[]> => {
    const found = new Map<string, number>();
    let token: string | undefined;
    do {
      const { MetricDataResults = [], NextToken } = await client.send(
        new GetMetricDataCommand({
          StartTime: new Date(from),
          EndTime: new Date(to),
          MetricDataQueries: figures.map(queryOf),
          ...(token !== undefined && { NextToken: token }),
        }),
      );
      for (const { Id = '', Values = [] } of MetricDataResults)
        found.set(
          Id,
          Values.reduce((sum, value) => sum + value, found.get(Id) ?? 0),
        );
      token = NextToken;
    } while (token !== undefined);
    return figures.map((_, index) => found.get(idOf(index)) ?? 0);
  };

  return async (day: Day) => {
    const [messages = 0, sent = 0, invocations = 0, ...executions] = await sums(
      [stored, alerts, { namespace: 'AWS/Lambda', metric: 'Errors' }, ...failed],
      day,
    );
    const workflowsFailed = executions.reduce((sum, count) => sum + count, 0);
    return { messages, alerts: sent, failures: { invocations, workflows: workflowsFailed } };
  };
}

const idOf = (index: number) => `figure${index}`;

const queryOf = ({ namespace, metric, dimensions = {} }: MetricName, index: number): MetricDataQuery => ({
  Id: idOf(index),
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: hourSeconds,
    Stat: 'Sum',
  },
});
