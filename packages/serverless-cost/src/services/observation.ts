import { daysAMonth, gigabyte, hoursAMonth, secondsAMonth } from '../month';
import { ofType } from '../platform-resources';
import { blockOf, numberOf, type Resource, textOf } from '../resource';
import { at, type Month, type Service, type Usage } from '../usage';

export const cloudWatchLogs: Service = {
  types: ['aws_cloudwatch_log_group', 'aws_cloudwatch_log_subscription_filter'],
  usages: ({ platform, flow, fleet }) =>
    ofType(platform, 'aws_cloudwatch_log_group').flatMap((group): Usage[] => {
      const own = flow.logs.filter(({ address }) => address === group.address);
      const gigabytes = own.reduce((sum, { bytes }) => sum + bytes, 0) / gigabyte;
      const place = { service: 'Amazon CloudWatch Logs', ...at(group) };
      const days = numberOf(group.attributes, 'retention_in_days') ?? 365;
      return [
        { ...place, what: 'lines in', quantity: gigabytes, unit: 'GB', name: 'logs.gb' },
        {
          ...place,
          what: `kept (${days} days)`,
          quantity: gigabytes * fleet.logs.compression * (days / daysAMonth),
          unit: 'GB',
          name: 'logs.gb-month',
        },
      ];
    }),
};

/**
 * Returns the number of requests that X-Ray and Lambda trace by default: the first request in each second, and 5% of the
 * other requests.
 */
export function sampledTraces(invocations: number): number {
  const first = Math.min(invocations, secondsAMonth);
  return first + 0.05 * (invocations - first);
}

export const xray: Service = {
  types: [],
  usages: ({ flow, platform, fleet }) => {
    const functions = flow.functions.flatMap(({ resource, newTraces }) =>
      textOf(blockOf(resource.attributes, 'tracing_config') ?? {}, 'mode') === 'Active'
        ? [traces(resource, newTraces)]
        : [],
    );
    const workflows = ofType(platform, 'aws_sfn_state_machine').flatMap((workflow) => {
      const of = fleet.executions[textOf(workflow.attributes, 'name') ?? workflow.name];
      const isTraced = blockOf(workflow.attributes, 'tracing_configuration')?.['enabled'] === true;
      if (!isTraced || of === undefined) return [];
      return [traces(workflow, of.often.always + of.often.aDevice * fleet.devices)];
    });
    return [...functions, ...workflows];
  },
};

const traces = (resource: Resource, newTraces: number): Usage => ({
  service: 'AWS X-Ray',
  ...at(resource),
  what: 'traces',
  quantity: sampledTraces(newTraces),
  unit: 'traces',
  name: 'xray.trace',
});

const monitoring = { slice: 'monitoring' } as const;

/** CloudWatch metrics. Datadog requests every metric of every resource, and CloudWatch bills each request. */
export const cloudWatchMetrics: Service = {
  types: ['aws_s3_bucket_metric'],
  usages: (month) => {
    const { metricsOf, pollsAnHour, ownMetrics } = month.fleet.monitoring;
    const isWatched = hasMonitors(month);
    const requestedMetrics =
      month.platform.resources.reduce((sum, { type }) => sum + (metricsOf[type] ?? 0), 0) + ownMetrics;
    const own: Usage = {
      service: 'Amazon CloudWatch',
      ...monitoring,
      resource: '(own metrics)',
      what: 'custom metrics',
      quantity: ownMetrics,
      unit: 'metrics a month',
      name: 'cloudwatch.metric-month',
    };
    if (!isWatched) return ownMetrics > 0 ? [own] : [];
    return [
      own,
      {
        service: 'Amazon CloudWatch',
        ...monitoring,
        resource: '(GetMetricData)',
        what: `metrics that Datadog requests (${requestedMetrics})`,
        quantity: requestedMetrics * pollsAnHour * hoursAMonth,
        unit: 'metrics requested',
        name: 'cloudwatch.requested-metric',
      },
    ];
  },
};

const hasMonitors = ({ platform }: Month) => platform.resources.some(({ type }) => type.startsWith('datadog_'));

/** Datadog: custom metrics, and the functions that Datadog monitors. Source: docs.datadoghq.com/account_management/billing/aws */
export const datadog: Service = {
  types: [],
  usages: (month) => {
    if (!hasMonitors(month)) return [];
    const place = { service: 'Datadog', ...monitoring, resource: '(integration)' };
    return [
      {
        ...place,
        what: 'custom metrics',
        quantity: month.fleet.monitoring.ownMetrics,
        unit: 'metrics a month',
        name: 'datadog.custom-metric',
      },
      {
        ...place,
        what: 'functions that Datadog monitors',
        quantity: ofType(month.platform, 'aws_lambda_function').length,
        unit: 'functions a month',
        name: 'datadog.function',
      },
    ];
  },
};
