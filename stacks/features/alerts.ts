import {
  type AlertTopic,
  Feature,
  LogForwarding,
  type Logging,
  NodeFunction,
  newest,
  ParkedRecords,
  publish,
  SavedQuery,
  Stream,
  StreamToFunction,
  type Workflow,
} from '@himeshima/constructs';
import { hours, seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { environmentOf } from '../environment-context';

interface AlertsProps {
  readonly functions: readonly NodeFunction[];
  readonly workflows: readonly Workflow[];
  readonly apis: readonly (Logging & Construct)[];
  readonly topic: AlertTopic;
}

/**
 * Alerting from logs: error and REPORT lines from all functions, failed executions, and API requests with a 5xx status → Kinesis
 * stream → `alert-message` → alert topic.
 */
export class Alerts extends Feature {
  constructor(scope: Construct, id: string, { functions, workflows, apis, topic }: AlertsProps) {
    super(scope, id);
    const environment = environmentOf(this);
    const stream = new Stream(this, 'alert-message-stream', { name: 'AlertMessageStream', ...environment.alertStream });
    // Declared before `alert-message`, because forwarding this function's own log lines would cause a loop.
    new LogForwarding(this, 'errors-and-reports', {
      lines: [
        { from: functions, matching: '?ERROR ?REPORT' },
        { from: workflows, matching: '{ $.type = "ExecutionFailed" || $.type = "ExecutionTimedOut" }' },
        { from: apis, matching: '{ $.status = "5*" }' },
      ],
      to: stream,
    });

    const alertMessage = new NodeFunction(this, 'alert-message', {
      timeout: seconds(30),
      // Alerts are sent even while other functions use up the account's limit.
      reservedConcurrency: stream.maxConcurrentReads,
      environment: bindings.alertMessage.environment({ topicArn: topic.arn }),
      can: [publish(topic)],
    });
    new StreamToFunction(this, 'alert-message-records', {
      from: stream,
      to: alertMessage,
      batchSize: 5,
      retries: 3,
      newerThan: hours(6),
      failuresTo: new ParkedRecords(this, 'alert-message-failures'),
    });
    new SavedQuery(this, 'alerts-not-sent', { of: [alertMessage], query: newest('sequence_number', 'error.message') });
  }
}
