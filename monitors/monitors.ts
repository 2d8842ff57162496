import * as apiGateway from './api-gateway';
import * as athena from './athena';
import type { DeclaredMonitor } from './authoring/monitor';
import * as burnRates from './burn-rates';
import * as dynamodb from './dynamodb';
import * as eventbridge from './eventbridge';
import * as firehose from './firehose';
import * as iot from './iot';
import * as iotRules from './iot-rules';
import * as kinesis from './kinesis';
import * as lambda from './lambda';
import * as logs from './logs';
import * as s3 from './s3';
import * as sns from './sns';
import * as sqs from './sqs';
import * as stepFunctions from './step-functions';

/** What is watched at one step of the data's way. */
export interface Step {
  readonly title: string;
  readonly monitors: readonly DeclaredMonitor[];
}

/**
 * Every monitor, in the order in which data flows: all that the files of the services export. A file of a new service is
 * added here, and the dashboard shows it.
 */
export const flow: readonly Step[] = [
  { title: 'Devices → AWS IoT', monitors: all(iot) },
  { title: 'Rules', monitors: all(iotRules) },
  { title: 'Functions', monitors: all(lambda) },
  { title: 'Tables', monitors: all(dynamodb) },
  { title: 'Archive', monitors: [...all(firehose), ...all(athena)] },
  { title: 'Workflows', monitors: all(stepFunctions) },
  { title: 'People → API', monitors: all(apiGateway) },
  { title: 'Schedules', monitors: all(eventbridge) },
  { title: 'Alerts: log lines → stream → topic', monitors: [...all(logs), ...all(kinesis), ...all(sns), ...all(s3)] },
  { title: 'What waits for somebody', monitors: all(sqs) },
  { title: 'Objectives', monitors: all(burnRates) },
];

export const monitors: readonly DeclaredMonitor[] = flow.flatMap((step) => step.monitors);

function all(service: Readonly<Record<string, DeclaredMonitor>>): readonly DeclaredMonitor[] {
  return Object.values(service);
}
