import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { ListSecretVersionIdsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { refusal } from './aws-apis/caller';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const trust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
/** Permissions of the backend's role: to write metrics of one namespace, and to start tasks, but not to send messages. */
const permissions = policy(
  allow('cloudwatch:PutMetricData', '*', { Condition: { StringEquals: { 'cloudwatch:namespace': 'Shop' } } }),
  allow('logs:PutLogEvents', `arn:aws:logs:${region}:${account}:log-group:backend:log-stream:worker-1`),
  allow('sqs:*MessageMoveTask*', '${aws_sqs_queue.dead.arn}'),
  allow('sqs:*Message', '${aws_sqs_queue.dead.arn}'),
  allow('sqs:GetQueueAttributes', '${aws_sqs_queue.dead.arn}'),
);

let theirs: ForeignPlatform;
/** Options for clients with the credentials of the backend's role. */
let role: ConstructorParameters<typeof SQSClient>[0] & object;
beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_iam_role: { backend: { name: 'backend', assume_role_policy: trust } },
      aws_iam_role_policy: { backend: { name: 'own', role: '${aws_iam_role.backend.name}', policy: permissions } },
      aws_lambda_function: { backend: functionOf('backend', { role: '${aws_iam_role.backend.arn}' }) },
      aws_cloudwatch_log_group: { backend: { name: 'backend' } },
      aws_cloudwatch_log_stream: {
        worker: { name: 'worker-1', log_group_name: '${aws_cloudwatch_log_group.backend.name}' },
      },
      aws_sqs_queue: {
        dead: { name: 'dead' },
        orders: {
          name: 'orders',
          redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":1}',
        },
      },
    },
    zips: {
      backend: `exports.handler = async () => ({
        accessKeyId: process.env.AWS_ACCESS_KEY_ID,
        secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
        sessionToken: process.env.AWS_SESSION_TOKEN,
      });`,
    },
  });
  const { Payload } = await theirs.clients.lambda.send(new InvokeCommand({ FunctionName: 'backend' }));
  const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });
  const credentials = Keys.parse(JSON.parse(Buffer.from(Payload ?? []).toString()));
  role = { endpoint: theirs.platform.endpoint, region, maxAttempts: 1, credentials };
});
afterAll(() => theirs?.stop());

const MetricData = Array.from({ length: 200 }, () => ({ MetricName: 'Orders', Value: 1 }));
const arnOf = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;

test('allows a role to write metrics only to the namespace in its policy', async () => {
  const put = (Namespace: string) =>
    new CloudWatchClient(role).send(new PutMetricDataCommand({ Namespace, MetricData }));
  await put('Shop');
  expect(await refusal(put('Other'))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('cloudwatch:PutMetricData'),
  });
});

test('allows a role to write only to the log stream in its policy', async () => {
  const put = (logStreamName: string) => {
    const logEvents = [{ timestamp: Date.now(), message: 'a' }];
    return new CloudWatchLogsClient(role).send(
      new PutLogEventsCommand({ logGroupName: 'backend', logStreamName, logEvents }),
    );
  };
  expect((await put('worker-1')).rejectedLogEventsInfo).toBeUndefined();
  expect(await refusal(put('worker-2'))).toMatchObject({ name: 'AccessDeniedException' });
});

test('a message move task uses the permissions of its caller', async () => {
  const sqs = new SQSClient(role);
  const SourceArn = arnOf('sqs', 'dead');
  const QueueUrl = `${theirs.platform.endpoint}/${account}/orders`;
  await theirs.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const fail = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 });
  for (const messages of [1, undefined]) expect((await theirs.clients.sqs.send(fail)).Messages?.length).toBe(messages);
  const DestinationArn = arnOf('sqs', 'orders');
  const denied = await refusal(sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn })));
  expect(denied).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('perform: sqs:SendMessage on resource'),
  });
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
  expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'AccessDenied' }]);
});

test.each([
  ['cloudwatch:ListMetrics', () => new CloudWatchClient(role).send(new ListMetricsCommand({}))],
  [
    'logs:CreateLogGroup',
    () => new CloudWatchLogsClient(role).send(new CreateLogGroupCommand({ logGroupName: 'other' })),
  ],
  [
    'sqs:StartMessageMoveTask',
    () => new SQSClient(role).send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('sqs', 'orders') })),
  ],
  [
    'sqs:CancelMessageMoveTask',
    () => new SQSClient(role).send(new CancelMessageMoveTaskCommand({ TaskHandle: 'none' })),
  ],
  [
    'states:RedriveExecution',
    () => new SFNClient(role).send(new RedriveExecutionCommand({ executionArn: arnOf('states', 'execution:work:e1') })),
  ],
  [
    'states:DescribeStateMachine',
    () =>
      new SFNClient(role).send(
        new DescribeStateMachineCommand({ stateMachineArn: arnOf('states', 'stateMachine:work') }),
      ),
  ],
  [
    'lambda:GetFunctionConfiguration',
    () => new LambdaClient(role).send(new GetFunctionConfigurationCommand({ FunctionName: 'backend' })),
  ],
  ['lambda:GetPolicy', () => new LambdaClient(role).send(new GetPolicyCommand({ FunctionName: 'backend' }))],
  ['lambda:ListEventSourceMappings', () => new LambdaClient(role).send(new ListEventSourceMappingsCommand({}))],
  [
    'lambda:GetEventSourceMapping',
    () => new LambdaClient(role).send(new GetEventSourceMappingCommand({ UUID: 'orders' })),
  ],
  ['ssm:DescribeParameters', () => new SSMClient(role).send(new DescribeParametersCommand({}))],
  [
    'secretsmanager:ListSecretVersionIds',
    () => new SecretsManagerClient(role).send(new ListSecretVersionIdsCommand({ SecretId: 'app' })),
  ],
])('denies a role %s, which its policies do not allow', async (action, call) => {
  expect(await refusal(call())).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`perform: ${action} on resource`),
    status: 403,
  });
});
