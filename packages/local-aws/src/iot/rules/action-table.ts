import { AwsError } from '../../gateway/service-api';
import { cloudwatchAlarmAction } from './actions/cloudwatch-alarm-action';
import { cloudwatchLogsAction } from './actions/cloudwatch-logs-action';
import { cloudwatchMetricAction } from './actions/cloudwatch-metric-action';
import { dynamoDbAction } from './actions/dynamodb-action';
import { dynamoDbV2Action } from './actions/dynamodb-v2-action';
import { firehoseAction } from './actions/firehose-action';
import { httpAction } from './actions/http-action';
import { kinesisAction } from './actions/kinesis-action';
import { lambdaAction } from './actions/lambda-action';
import { republishAction } from './actions/republish-action';
import { s3Action } from './actions/s3-action';
import { snsAction } from './actions/sns-action';
import { sqsAction } from './actions/sqs-action';
import { stepFunctionsAction } from './actions/step-functions-action';
import type { ActionKind, RuleAction } from './rule-action';

/** Kinds of actions that are supported locally, keyed by their name in the API. */
const kinds: ReadonlyMap<string, ActionKind> = new Map([
  ['cloudwatchAlarm', cloudwatchAlarmAction],
  ['cloudwatchLogs', cloudwatchLogsAction],
  ['cloudwatchMetric', cloudwatchMetricAction],
  ['dynamoDB', dynamoDbAction],
  ['dynamoDBv2', dynamoDbV2Action],
  ['firehose', firehoseAction],
  ['http', httpAction],
  ['kinesis', kinesisAction],
  ['lambda', lambdaAction],
  ['republish', republishAction],
  ['s3', s3Action],
  ['sns', snsAction],
  ['sqs', sqsAction],
  ['stepFunctions', stepFunctionsAction],
]);

/** Names of the actions that are supported locally. */
export const actionNames: readonly string[] = [...kinds.keys()];

const notSupported = (what: string) => new AwsError('NotImplemented', `${what} is not supported locally`, 501);

/** Returns the kind of an action. Throws an AwsError NotImplemented if the action is not supported locally. */
export function actionKindOf(name: string): ActionKind {
  const kind = kinds.get(name);
  if (kind === undefined) throw notSupported(`the rule action ${name}`);
  return kind;
}

/**
 * Parses an action in the format of the API: `{ lambda: { functionArn: 'arn:…' } }`.
 * @throws AwsError NotImplemented if the action or one of its members is not supported locally
 * @throws ZodError if the members are invalid
 */
export function parseAction(declared: Readonly<Record<string, Readonly<Record<string, unknown>>>>): RuleAction {
  const [entry, ...others] = Object.entries(declared);
  if (entry === undefined || others.length > 0)
    throw new AwsError('InvalidRequestException', 'Each action must contain exactly one action type');
  const [name, members] = entry;
  const kind = actionKindOf(name);
  const unsupported = kind.unsupported.find((member) => members[member] !== undefined);
  if (unsupported !== undefined) throw notSupported(`the rule action ${name} with ${unsupported}`);
  return kind.parse(name, members);
}
