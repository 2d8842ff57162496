import type { Metric } from './metric';
import { metricsOf, type ServiceRows } from './service';
import { apigateway } from './services/apigateway';
import { athena } from './services/athena';
import { dynamodb } from './services/dynamodb';
import { events } from './services/events';
import { firehose } from './services/firehose';
import { iot } from './services/iot';
import { iotDefender } from './services/iot-defender';
import { iotJustInTime, iotProvisioning } from './services/iot-provisioning';
import { kinesis } from './services/kinesis';
import { lambda } from './services/lambda';
import { logs } from './services/logs';
import { s3 } from './services/s3';
import { sns } from './services/sns';
import { sqs } from './services/sqs';
import { states } from './services/states';

/**
 * Delay after which a CloudWatch data point is available in Datadog: 10 to 12 minutes
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay).
 */
export const cloudWatchDelayMinutes = 12;

/** Metrics by AWS service, one file per service. */
const services: readonly ServiceRows[] = [
  apigateway,
  athena,
  dynamodb,
  events,
  firehose,
  iot,
  iotDefender,
  iotProvisioning,
  iotJustInTime,
  kinesis,
  lambda,
  logs,
  s3,
  sns,
  sqs,
  states,
];

/** Metrics that Datadog's AWS integration collects. */
export const awsMetrics: readonly Metric[] = services
  .flatMap(metricsOf)
  .map((metric) => ({ ...metric, delayMinutes: cloudWatchDelayMinutes }));

/** Returns the CloudWatch namespace of a metric (`AWS/Lambda` for aws.lambda.errors), or undefined for other metrics. */
export const cloudWatchNamespaceOf = (metric: string): string | undefined =>
  services.find(({ namespace }) => metric.startsWith(`${namespace}.`))?.cloudWatch;

/**
 * Tags on all metrics from the integration. The documentation lists only `region` for all services
 * (docs.datadoghq.com/integrations/amazon_web_services, "Tags"); we assume that `aws_account` is always present, too.
 */
export const awsTags: readonly string[] = ['region', 'aws_account'];
