import { z } from 'zod';
import { metricUnits } from '../../../cloudwatch/metric-unit';
import { datadogName } from '../../../datadog/metric-name';
import { actionKind, type RuleMatch } from '../rule-action';

function numberIn(name: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new Error(`invalid ${name} "${text}": expected a number`);
  return number;
}

/** Action that records a value of a CloudWatch metric without dimensions. */
export const cloudwatchMetricAction = actionKind({
  awsName: 'CloudwatchMetricAction',
  schema: z.object({
    roleArn: z.string(),
    metricNamespace: z.string(),
    metricName: z.string(),
    metricValue: z.string(),
    metricUnit: z.string(),
    metricTimestamp: z.string().optional(),
  }),
  role: ({ roleArn }) => roleArn,
  compile(action, { field, targets }) {
    const namespace = field(action.metricNamespace);
    const name = field(action.metricName);
    const value = field(action.metricValue);
    const unit = field(action.metricUnit);
    const timestamp = action.metricTimestamp === undefined ? undefined : field(action.metricTimestamp);
    const timeOf = (match: RuleMatch) =>
      timestamp === undefined ? match.message.timestamp : numberIn('metricTimestamp', timestamp(match)) * 1000;
    return {
      permissions: [{ action: 'cloudwatch:PutMetricData', resource: () => '*' }],
      target: action.metricName,
      resource: action.metricName,
      run(match) {
        if (!metricUnits.has(unit(match)))
          throw new Error(`invalid metricUnit "${unit(match)}": expected a CloudWatch unit, for example Count`);
        // CloudWatch reserves these namespaces (CloudWatch API reference, "PutMetricData").
        if (namespace(match).startsWith('AWS/'))
          throw new Error(
            `invalid metricNamespace "${namespace(match)}": namespaces that begin with AWS/ are reserved`,
          );
        targets.metrics.record({
          metric: datadogName(namespace(match), name(match)),
          tags: {},
          value: numberIn('metricValue', value(match)),
          at: timeOf(match),
          identity: { namespace: namespace(match), name: name(match), dimensions: [] },
        });
      },
    };
  },
});
