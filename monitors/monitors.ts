import * as dynamodb from './dynamodb';
import * as iot from './iot';
import * as kinesis from './kinesis';
import * as lambda from './lambda';
import * as logs from './logs';
import type { DeclaredAlert } from './metric-alert';
import * as sns from './sns';
import * as sqs from './sqs';
import * as stepFunctions from './step-functions';

/** Every monitor: all that the files of the services export. A file of a new service is added here. */
export const monitors: readonly DeclaredAlert[] = [
  dynamodb,
  iot,
  kinesis,
  lambda,
  logs,
  sns,
  sqs,
  stepFunctions,
].flatMap((service) => Object.values<DeclaredAlert>(service));
