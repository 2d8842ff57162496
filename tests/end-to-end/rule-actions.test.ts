import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateTopicRuleCommand,
  GetTopicRuleCommand,
  IoTClient,
  ListTopicRuleDestinationsCommand,
} from '@aws-sdk/client-iot';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';

jest.setTimeout(60_000);

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'iot.amazonaws.com' } }],
});
const allow = (...actions: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const roleOf = (name: string) => `\${aws_iam_role.${name}.arn}`;
const onError = { role_arn: roleOf('rule'), queue_url: '${aws_sqs_queue.failed.url}', use_base64: false };
const rule = (name: string, more: object) => ({
  name,
  enabled: true,
  sql: `SELECT * FROM '${name}/+'`,
  sql_version: '2016-03-23',
  error_action: { sqs: onError },
  ...more,
});

let foreign: ForeignPlatform;
let iot: IoTClient;
let s3: S3Client;
let logs: CloudWatchLogsClient;
let cloudwatch: CloudWatchClient;
beforeAll(async () => {
  const role_arn = roleOf('rule');
  foreign = await startForeignPlatform({
    resource: {
      aws_iam_role: {
        rule: { name: 'rule', assume_role_policy: trust },
        limited: { name: 'limited', assume_role_policy: trust },
      },
      aws_iam_role_policy: {
        rule: {
          name: 'write',
          role: '${aws_iam_role.rule.name}',
          policy: allow('s3:PutObject', 'dynamodb:PutItem', 'cloudwatch:*', 'logs:*', 'sqs:SendMessage'),
        },
        limited: { name: 'write', role: '${aws_iam_role.limited.name}', policy: allow('dynamodb:PutItem') },
      },
      aws_s3_bucket: { archive: { bucket: 'archive' } },
      aws_sqs_queue: { failed: { name: 'failed' } },
      aws_cloudwatch_metric_alarm: {
        hot: {
          alarm_name: 'hot',
          comparison_operator: 'GreaterThanThreshold',
          evaluation_periods: 1,
          threshold: 30,
          namespace: 'Devices',
          metric_name: 'Temp',
          statistic: 'Maximum',
          period: 60,
          treat_missing_data: 'ignore',
        },
      },
      aws_cloudwatch_log_group: { devices: { name: 'devices' } },
      aws_dynamodb_table: {
        latest: {
          name: 'latest',
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'device',
          attribute: [{ name: 'device', type: 'S' }],
        },
      },
      aws_iot_topic_rule: {
        every: rule('every', {
          s3: { role_arn, bucket_name: '${aws_s3_bucket.archive.bucket}', key: '$${topic(2)}.json' },
          dynamodb: { role_arn, table_name: 'latest', hash_key_field: 'device', hash_key_value: '$${topic(2)}' },
          cloudwatch_metric: {
            role_arn,
            metric_namespace: 'Devices',
            metric_name: 'Temp',
            metric_value: '$${temp}',
            metric_unit: 'None',
          },
          cloudwatch_alarm: {
            role_arn,
            alarm_name: '${aws_cloudwatch_metric_alarm.hot.alarm_name}',
            state_reason: '$${topic(2)}',
            state_value: 'OK',
          },
          cloudwatch_logs: { role_arn, log_group_name: '${aws_cloudwatch_log_group.devices.name}' },
        }),
        denied: rule('denied', { s3: { role_arn: roleOf('limited'), bucket_name: 'archive', key: 'denied.json' } }),
        raw: rule('raw', {
          dynamodb: { role_arn, table_name: 'latest', hash_key_field: 'device', hash_key_value: 'raw' },
        }),
      },
    },
  });
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  const common = { endpoint: platform.endpoint, region, credentials, maxAttempts: 1 };
  iot = new IoTClient(common);
  s3 = new S3Client({ ...common, forcePathStyle: true });
  logs = new CloudWatchLogsClient(common);
  cloudwatch = new CloudWatchClient(common);
}, 60_000);
afterAll(async () => {
  for (const client of [iot, s3, logs, cloudwatch]) client?.destroy();
  await foreign?.stop();
});

const publish = (topic: string, payload: string) =>
  foreign.clients.iotData.send(new PublishCommand({ topic, qos: 1, payload: Buffer.from(payload) }));
const itemOf = async (device: string) =>
  (await foreign.clients.dynamodb.send(new GetItemCommand({ TableName: 'latest', Key: { device: { S: device } } })))
    .Item;

describe('a rule', () => {
  test('writes to S3, DynamoDB, a metric, an alarm and a log group', async () => {
    await publish('every/light-1', '{"temp":21}');
    const object = () =>
      s3.send(new GetObjectCommand({ Bucket: 'archive', Key: 'light-1.json' })).catch(() => undefined);
    expect(await (await poll(object, 'the object')).Body?.transformToString()).toBe('{"temp":21}');
    expect(await poll(() => itemOf('light-1'), 'the item')).toEqual({
      device: { S: 'light-1' },
      payload: { M: { temp: { N: '21' } } },
    });
    const lines = async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'devices' }));
      return events[0];
    };
    expect(await poll(lines, 'the line')).toMatchObject({ logStreamName: 'every', message: '{"temp":21}' });
    const Metric = { Namespace: 'Devices', MetricName: 'Temp' };
    const metric = async () => {
      const now = Date.now();
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 3_600_000),
          MetricDataQueries: [{ Id: 'temp', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
        }),
      );
      return MetricDataResults?.[0]?.Values?.[0];
    };
    expect(await poll(metric, 'the metric')).toBe(21);
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['hot'] }));
    expect(MetricAlarms).toMatchObject([{ AlarmName: 'hot', StateValue: 'OK', StateReason: 'light-1' }]);
  });

  test('writes a payload that is not JSON to DynamoDB as binary data', async () => {
    await publish('raw/light-1', 'no json');
    const item = await poll(() => itemOf('raw'), 'the item');
    expect(Buffer.from(item['payload']?.B ?? []).toString('utf8')).toBe('no json');
  });

  test('sends a denial and its reason to the error action', async () => {
    await publish('denied/light-1', '{}');
    const queue = `${foreign.platform.endpoint}/${account}/failed`;
    const receive = async () => {
      const { Messages } = await foreign.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }));
      return Messages?.[0]?.Body;
    };
    expect(JSON.parse(await poll(receive, 'the failure'))).toMatchObject({
      ruleName: 'denied',
      failures: [
        {
          failedAction: 'S3Action',
          failedResource: 'archive',
          errorMessage: expect.stringMatching(
            /limited.* is not authorized to perform: s3:PutObject on resource: .*denied\.json/,
          ),
        },
      ],
    });
  });

  test('posts to an HTTP endpoint once the endpoint has opened the confirmation URL', async () => {
    const received: string[] = [];
    const server = createServer(async (request, response) => {
      const body = await text(request);
      const { enableUrl } = JSON.parse(body);
      if (enableUrl === undefined) received.push(body);
      else await (await fetch(enableUrl)).text();
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/in`;
    try {
      const topicRulePayload = {
        sql: "SELECT temp, topic(2) AS device FROM 'posted/+'",
        awsIotSqlVersion: '2016-03-23',
        actions: [{ http: { url } }],
      };
      await iot.send(new CreateTopicRuleCommand({ ruleName: 'posted', topicRulePayload }));
      const findEnabledDestination = async () => {
        const { destinationSummaries = [] } = await iot.send(new ListTopicRuleDestinationsCommand({}));
        return destinationSummaries.find(({ status }) => status === 'ENABLED');
      };
      expect(await poll(findEnabledDestination, 'the destination')).toMatchObject({
        httpUrlSummary: { confirmationUrl: url },
      });
      await publish('posted/light-1', '{"temp":21}');
      expect(await poll(async () => received[0], 'the message')).toBe('{"temp":21,"device":"light-1"}');
      const { rule: described } = await iot.send(new GetTopicRuleCommand({ ruleName: 'posted' }));
      expect(described).toMatchObject({ ruleName: 'posted', actions: [{ http: { url } }], ruleDisabled: false });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
