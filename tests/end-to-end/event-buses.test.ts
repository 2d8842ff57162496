import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
const trust = (service: string) =>
  document({ Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } });
/** Returns the policy of a queue that accepts the events of a rule. */
const acceptsFrom = (rule: string) =>
  document({
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': rule } },
  });
const ruleArn = '${aws_cloudwatch_event_rule.entered.arn}';
const target = (arn: string, more: object = {}) => ({
  rule: '${aws_cloudwatch_event_rule.entered.name}',
  event_bus_name: '${aws_cloudwatch_event_bus.parking.name}',
  arn,
  ...more,
});

let foreign: ForeignPlatform;
let events: EventBridgeClient;
let kinesis: KinesisClient;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  const role_arn = '${aws_iam_role.events.arn}';
  foreign = await startForeignPlatform({
    resource: {
      aws_iam_role: {
        worker: { name: 'worker', assume_role_policy: trust('lambda') },
        park: { name: 'park', assume_role_policy: trust('states') },
        events: { name: 'events', assume_role_policy: trust('events') },
      },
      aws_iam_role_policy: {
        worker: {
          name: 'log',
          role: '${aws_iam_role.worker.name}',
          policy: document({ Action: 'logs:*', Resource: '*' }),
        },
        events: {
          name: 'send',
          role: '${aws_iam_role.events.name}',
          policy: document({
            Action: ['kinesis:PutRecord', 'states:StartExecution', 'events:PutEvents'],
            Resource: '*',
          }),
        },
      },
      aws_lambda_function: { worker: functionOf('worker', { role: '${aws_iam_role.worker.arn}' }) },
      aws_lambda_permission: {
        worker: {
          statement_id: 'events',
          action: 'lambda:InvokeFunction',
          function_name: '${aws_lambda_function.worker.function_name}',
          principal: 'events.amazonaws.com',
          source_arn: ruleArn,
        },
      },
      aws_cloudwatch_log_group: { worker: { name: '/aws/lambda/worker' } },
      aws_kinesis_stream: { cars: { name: 'cars', shard_count: 1 } },
      aws_sqs_queue: {
        plates: { name: 'plates' },
        closed: { name: 'closed' },
        dead: { name: 'dead' },
        audited: { name: 'audited' },
      },
      aws_sqs_queue_policy: {
        plates: { queue_url: '${aws_sqs_queue.plates.url}', policy: acceptsFrom(ruleArn) },
        dead: { queue_url: '${aws_sqs_queue.dead.url}', policy: acceptsFrom(ruleArn) },
        audited: {
          queue_url: '${aws_sqs_queue.audited.url}',
          policy: acceptsFrom('${aws_cloudwatch_event_rule.audited.arn}'),
        },
      },
      aws_sfn_state_machine: {
        park: {
          name: 'park',
          role_arn: '${aws_iam_role.park.arn}',
          definition: JSON.stringify({ StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } }),
        },
      },
      aws_cloudwatch_event_bus: { parking: { name: 'parking' }, audit: { name: 'audit' } },
      aws_cloudwatch_event_rule: {
        entered: {
          name: 'entered',
          event_bus_name: '${aws_cloudwatch_event_bus.parking.name}',
          event_pattern: JSON.stringify({ 'detail-type': ['Car entered'], detail: { plate: [{ wildcard: 'A*' }] } }),
        },
        audited: {
          name: 'audited',
          event_bus_name: '${aws_cloudwatch_event_bus.audit.arn}',
          event_pattern: JSON.stringify({ account: [account] }),
        },
      },
      aws_cloudwatch_event_target: {
        worker: target('${aws_lambda_function.worker.arn}', { input_path: '$.detail' }),
        plates: target('${aws_sqs_queue.plates.arn}', {
          target_id: 'plates',
          input_transformer: {
            input_paths: { plate: '$.detail.plate' },
            input_template: '{"plate": <plate>, "rule": "<aws.events.rule-name>"}',
          },
        }),
        closed: target('${aws_sqs_queue.closed.arn}', { dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' } }),
        cars: target('${aws_kinesis_stream.cars.arn}', {
          role_arn,
          kinesis_target: { partition_key_path: '$.detail.plate' },
        }),
        audit: target('${aws_cloudwatch_event_bus.audit.arn}', { role_arn }),
        audited: {
          rule: '${aws_cloudwatch_event_rule.audited.name}',
          event_bus_name: '${aws_cloudwatch_event_bus.audit.name}',
          arn: '${aws_sqs_queue.audited.arn}',
        },
      },
    },
    zips: { worker: 'exports.handler = async (event) => console.log(JSON.stringify(event));' },
  });
  const { clients, platform } = foreign;
  const credentials = await clients.sqs.config.credentials();
  const common = { endpoint: platform.endpoint, region, credentials, maxAttempts: 1 };
  events = new EventBridgeClient(common);
  kinesis = new KinesisClient(common);
  logs = new CloudWatchLogsClient(common);
}, 60_000);
afterAll(async () => {
  for (const client of [events, kinesis, logs]) client?.destroy();
  await foreign?.stop();
});

const put = (plate: string, EventBusName = 'parking') =>
  events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName, Source: 'gate', DetailType: 'Car entered', Detail: JSON.stringify({ plate }) }],
    }),
  );

/** Waits until a queue contains a message. */
const messageIn = (queue: string) =>
  poll(async () => {
    const QueueUrl = `${foreign.platform.endpoint}/${account}/${queue}`;
    const received = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] });
    return (await foreign.clients.sqs.send(received)).Messages?.[0];
  }, `a message in ${queue}`);

test('an event reaches the targets of the rules that match it, each with its own input', async () => {
  await put('B2');
  expect(await put('A1')).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  expect(JSON.parse((await messageIn('plates')).Body ?? '')).toEqual({ plate: 'A1', rule: 'entered' });
  const lines = await poll(async () => {
    const { events: found = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/worker', filterPattern: '"plate"' }),
    );
    return found.length > 0 ? found.map(({ message }) => message) : undefined;
  }, "the function's log");
  expect(lines).toEqual([expect.stringContaining('{"plate":"A1"}')]);
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: 'cars',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records.map(({ PartitionKey }) => PartitionKey)).toEqual(['A1']);
});

test('an event is passed on to another bus', async () => {
  expect(JSON.parse((await messageIn('audited')).Body ?? '')).toMatchObject({
    source: 'gate',
    detail: { plate: 'A1' },
  });
});

test('an event that a target rejects reaches the dead-letter queue, with the reason', async () => {
  const { Body = '', MessageAttributes = {} } = await messageIn('dead');
  expect(JSON.parse(Body)).toMatchObject({ 'detail-type': 'Car entered', detail: { plate: 'A1' } });
  expect(MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
    RULE_ARN: { StringValue: arnOf('events', 'rule/parking/entered') },
    TARGET_ARN: { StringValue: arnOf('sqs', 'closed') },
  });
});

test('rules and targets can be created with the SDK, and start a workflow', async () => {
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: 'park', EventPattern: '{"source":["gate"]}', EventBusName: 'default' }),
  );
  expect(RuleArn).toBe(arnOf('events', 'rule/park'));
  const stateMachineArn = arnOf('states', 'stateMachine:park');
  const Target = { Id: 'park', Arn: stateMachineArn, RoleArn: `arn:aws:iam::${account}:role/events` };
  await events.send(new PutTargetsCommand({ Rule: 'park', Targets: [Target] }));
  expect((await events.send(new ListTargetsByRuleCommand({ Rule: 'park' }))).Targets).toEqual([Target]);
  await put('A1', 'default');
  const { executions } = await foreign.clients.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions).toHaveLength(1);
});

test('the SDK maps errors to the exceptions in the API reference', async () => {
  await expect(events.send(new DescribeRuleCommand({ Name: 'none' }))).rejects.toThrow(ResourceNotFoundException);
  const invalid = new TestEventPatternCommand({ EventPattern: '{"a":1}', Event: '{}' });
  await expect(events.send(invalid)).rejects.toThrow(InvalidEventPatternException);
});
