import type { DeclaredMonitor, Step } from '@himeshima/constructs/monitors';
import * as apiBurnRates from './api-burn-rates';
import * as apiGateway from './api-gateway';
import * as athena from './athena';
import * as commandBurnRates from './command-burn-rates';
import * as dynamodb from './dynamodb';
import * as eventbridge from './eventbridge';
import * as firehose from './firehose';
import * as iot from './iot';
import * as iotRules from './iot-rules';
import * as kinesis from './kinesis';
import * as lambda from './lambda';
import * as live from './live';
import * as logs from './logs';
import * as messageBurnRates from './message-burn-rates';
import * as s3 from './s3';
import * as sns from './sns';
import * as sqs from './sqs';
import * as stepFunctions from './step-functions';

/**
 * All monitors by data-flow stage. The dashboard shows only monitors from the files in this list.
 */
export const flow: readonly Step[] = [
  { title: 'Devices → AWS IoT', monitors: all(iot) },
  { title: 'Rules', monitors: all(iotRules) },
  { title: 'Functions', monitors: all(lambda) },
  { title: 'Tables', monitors: all(dynamodb) },
  { title: 'Archive', monitors: [...all(firehose), ...all(athena)] },
  { title: 'Workflows', monitors: all(stepFunctions) },
  { title: 'People → API', monitors: all(apiGateway) },
  { title: 'Changes → pages', monitors: all(live) },
  { title: 'Schedules', monitors: all(eventbridge) },
  { title: 'Alerts: log lines → stream → topic', monitors: [...all(logs), ...all(kinesis), ...all(sns), ...all(s3)] },
  { title: 'Messages to redrive', monitors: all(sqs) },
  {
    title: 'Objectives',
    monitors: [...all(messageBurnRates), ...all(commandBurnRates), ...all(apiBurnRates)],
  },
];

export const monitors: readonly DeclaredMonitor[] = flow.flatMap((step) => step.monitors);

function all(service: Readonly<Record<string, DeclaredMonitor>>): readonly DeclaredMonitor[] {
  return Object.values(service);
}
