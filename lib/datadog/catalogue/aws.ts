import type { Metric } from './metric';
import { metricsOf } from './service';
import { apigateway } from './services/apigateway';
import { athena } from './services/athena';
import { dynamodb } from './services/dynamodb';
import { events } from './services/events';
import { firehose } from './services/firehose';
import { iot } from './services/iot';
import { iotDefender } from './services/iot-defender';
import { iotProvisioning } from './services/iot-provisioning';
import { kinesis } from './services/kinesis';
import { lambda } from './services/lambda';
import { logs } from './services/logs';
import { s3 } from './services/s3';
import { sns } from './services/sns';
import { sqs } from './services/sqs';
import { states } from './services/states';

/** CloudWatch's figures of a minute are in Datadog after 10 to 12 (D/integrations/guide/cloud-metric-delay). */
export const cloudWatchDelayMinutes = 12;

/** Metrics that Datadog's AWS integration collects. One file a service. */
export const awsMetrics: readonly Metric[] = [
  apigateway,
  athena,
  dynamodb,
  events,
  firehose,
  iot,
  iotDefender,
  iotProvisioning,
  kinesis,
  lambda,
  logs,
  s3,
  sns,
  sqs,
  states,
]
  .flatMap(metricsOf)
  .map((metric) => ({ ...metric, delayMinutes: cloudWatchDelayMinutes }));

/**
 * Tags on all metrics of the integration. D/integrations/amazon_web_services, "Tags", names `region` alone for all;
 * `aws_account` is what organisations with several accounts tell them apart by, not confirmed by that table.
 */
export const awsTags: readonly string[] = ['region', 'aws_account'];
