import { inDays } from '@himeshima/constructs/units';
import { catalogue } from '@himeshima/datadog-monitors';
import { daysAMonth, type Fleet, minutesAMonth } from '@himeshima/serverless-cost';
import type { Environment } from '../../config/environment';
import { ownMetrics } from '../../contracts/metrics';
import { messagesOf } from './fleet-messages';
import { executionLogBytes, requestLogBytes, runs } from './measured-runs';
import { usageAssumptions } from './usage-assumptions';

interface Options {
  readonly devices: number;
  /** Measurements per device per month. */
  readonly measurements: number;
  readonly environment: Environment;
}

/** Returns a fleet that uses the platform like the devices in devices/ and in the conference talk. */
export function fleetOf({ devices, measurements, environment }: Options): Fleet {
  const aDevice = (count: number) => ({ always: 0, aDevice: count });
  const { lights, commandsADay, requestsADay, pages, pageMinutesADay, pageMessagesADay, replaced, rotations } =
    usageAssumptions;
  const commands = lights * commandsADay * daysAMonth;
  const requests = lights * requestsADay * daysAMonth;
  return {
    devices,
    messages: messagesOf(measurements),
    connection: { minutes: minutesAMonth, connects: usageAssumptions.connectsADay * daysAMonth },
    registryOperations: replaced * usageAssumptions.registryOperations,
    peak: usageAssumptions.peak,
    failing: usageAssumptions.failing,
    runs: runs.measured,
    otherRun: runs.notMeasured,
    invocations: {
      api: aDevice(requests),
      // the function runs in the states Next, Ask and End
      'power-command': aDevice(3 * commands),
      'timer-event': { always: daysAMonth, aDevice: 0 },
      'provisioning-hook': aDevice(replaced),
      'rotate-ask': aDevice(rotations),
      'rotate-answer': aDevice(2 * rotations),
      'rotate-issue': aDevice(rotations),
      'rotate-finish': aDevice(rotations),
      'decommission-revoke': aDevice(replaced),
      'decommission-delete': aDevice(replaced),
      'live-authorizer': aDevice(pages * daysAMonth),
      // a page connects, subscribes and disconnects
      'live-connections': aDevice(3 * pages * daysAMonth),
    },
    executions: {
      // the transitions are Decide, WhatNext, Ask, Obeyed, Succeeded, and the start
      'power-command': { often: aDevice(commands), transitions: 6, logBytes: executionLogBytes },
      'rotate-certificate': { often: aDevice(rotations), transitions: 8, logBytes: executionLogBytes },
      decommission: { often: aDevice(replaced), transitions: 6, logBytes: executionLogBytes },
    },
    requests: { count: requests, logBytes: requestLogBytes },
    pages: {
      connectionMinutes: pages * pageMinutesADay * daysAMonth,
      messages: pages * pageMessagesADay * daysAMonth,
      logBytes: 2 * pages * requestLogBytes * daysAMonth,
    },
    alerts: usageAssumptions.alertsADay * daysAMonth,
    // CloudWatch Logs compresses stored data to 15% (CloudWatch pricing page); locally, one delivery contained two REPORT lines
    logs: { linesADelivery: 2, bytesALine: 400, compression: 0.15 },
    kept: { 'shadow-history': inDays(environment.retention.shadowHistory), readings: usageAssumptions.keptDays },
    compression: usageAssumptions.gzip,
    monitoring: {
      metricsOf: metricsOf(),
      pollsAnHour: usageAssumptions.pollsAnHour,
      ownMetrics: Object.keys(ownMetrics).length,
    },
    keyRequestsAnHour: 12,
  };
}

/** Prefixes of the CloudWatch metrics of each resource type. */
const namespaces: Readonly<Record<string, string>> = {
  aws_api_gateway_stage: 'aws.apigateway.',
  aws_apigatewayv2_stage: 'aws.apigateway.',
  aws_dynamodb_table: 'aws.dynamodb.',
  aws_iot_topic_rule: 'aws.iot.',
  aws_kinesis_firehose_delivery_stream: 'aws.firehose.',
  aws_kinesis_stream: 'aws.kinesis.',
  aws_lambda_function: 'aws.lambda.',
  aws_s3_bucket: 'aws.s3.',
  aws_sfn_state_machine: 'aws.states.',
  aws_sns_topic: 'aws.sns.',
  aws_sqs_queue: 'aws.sqs.',
};

/**
 * Removes the statistic from a metric name.
 * Datadog has a metric for each statistic, such as `.p95`; CloudWatch bills up to five statistics of one metric once.
 */
const withoutStatistic = (name: string) => name.replace(/\.(maximum|minimum|sum|average|samplecount|p\d+)$/, '');

function metricsOf(): Readonly<Record<string, number>> {
  const names = [...new Set(catalogue.names.map(withoutStatistic))];
  return Object.fromEntries(
    Object.entries(namespaces).map(([type, prefix]) => [
      type,
      names.filter((name) => name.startsWith(prefix) && isPerResource(type, name)).length,
    ]),
  );
}

/**
 * Matches the aws.iot metrics that AWS IoT reports per rule instead of per
 * account (AWS IoT developer guide, "Rule metrics", "Rule action metrics").
 */
const ruleMetrics =
  /\.(topic_match|rule_message_throttled|rule_not_found|parse_error|success|failure|error_action_(success|failure))$/;

const isPerResource = (type: string, name: string) => type !== 'aws_iot_topic_rule' || ruleMetrics.test(name);
