import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { type Attributes, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
const trust = (service: string) =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } });
const rule = (sql: string, queue = 'jobs'): Attributes => ({
  name: 'forward',
  enabled: true,
  sql,
  sql_version: '2016-03-23',
  sqs: { role_arn: '${aws_iam_role.rule.arn}', queue_url: `\${aws_sqs_queue.${queue}.url}` },
});
const table = (key: string, more: Attributes = {}): Attributes => ({
  name: 'items',
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: key,
  attribute: [{ name: key, type: 'S' }],
  ...more,
});

const before = {
  aws_sqs_queue: { jobs: { name: 'jobs', visibility_timeout_seconds: 30 } },
  aws_iam_role: {
    rule: { name: 'rule', assume_role_policy: trust('iot') },
    worker: { name: 'worker', assume_role_policy: trust('lambda') },
  },
  aws_iam_role_policy: {
    send: {
      name: 'send',
      role: '${aws_iam_role.rule.name}',
      policy: document({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }),
    },
  },
  aws_iot_topic_rule: { forward: rule("SELECT * FROM 'a'") },
  aws_cloudwatch_log_group: { lines: { name: 'lines', retention_in_days: 7 } },
  aws_dynamodb_table: { items: table('id') },
  aws_lambda_function: { worker: functionOf('worker', { environment: { variables: { GREETING: 'hello' } } }) },
  aws_ssm_parameter: { limit: { name: 'limit', type: 'String', value: '1' } },
} as const;

let theirs: ForeignPlatform;
beforeAll(async () => {
  const zips = { worker: 'exports.handler = async () => process.env.GREETING;' };
  theirs = await startForeignPlatform({ resource: before, zips }, ['--watch']);
  await theirs.platform.event(({ kind, text }) => kind === 'note' && String(text).startsWith('watching'), 'the watch');
});
afterAll(() => theirs?.stop());

const notes = () => theirs.platform.events.flatMap(({ kind, text }) => (kind === 'note' ? [String(text)] : []));

/**
 * Rewrites the stack.
 * @param about text in the awaited report, because a report about an earlier change may arrive late
 * @returns the platform's reports with this text
 */
async function change(resource: Parameters<ForeignPlatform['rewrite']>[0], about = ''): Promise<readonly string[]> {
  const known = notes().length;
  theirs.rewrite(resource);
  return poll(
    () => {
      const reports = notes()
        .slice(known)
        .filter((text) => text.includes(about));
      return reports.length > 0 ? reports : undefined;
    },
    'a report',
    10,
  );
}

const publish = (topic: string) =>
  theirs.clients.iotData.send(new PublishCommand({ topic, payload: Buffer.from(JSON.stringify({ topic })) }));

/** Receives the next message of a queue, and returns its topic. */
async function receive(queue: string): Promise<string> {
  const { QueueUrl } = await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  return poll(async () => {
    const { Messages: [message] = [] } = await theirs.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return message === undefined ? undefined : JSON.parse(message.Body ?? '').topic;
  }, `a message in ${queue}`);
}

async function greeting(): Promise<string> {
  const { Payload = new Uint8Array() } = await theirs.clients.lambda.send(
    new InvokeCommand({ FunctionName: 'worker' }),
  );
  return Buffer.from(Payload).toString('utf8');
}

async function itemCount(): Promise<number | undefined> {
  return (await theirs.clients.dynamodb.send(new ScanCommand({ TableName: 'items' }))).Count;
}

describe('a changed stack', () => {
  test('updates a rule and its queue, and keeps the messages in the queue', async () => {
    await publish('a');
    expect(
      await change({
        ...before,
        aws_iot_topic_rule: { forward: rule("SELECT * FROM 'b'") },
        aws_sqs_queue: { jobs: { name: 'jobs', visibility_timeout_seconds: 60 } },
      }),
    ).toEqual(['updated aws_sqs_queue.jobs, aws_iot_topic_rule.forward']);
    await publish('a');
    await publish('b');
    expect([await receive('jobs'), await receive('jobs')].sort()).toEqual(['a', 'b']);
  });

  test('creates a resource, and updates another resource that refers to the new resource', async () => {
    const changed = {
      ...before,
      aws_sqs_queue: { ...before.aws_sqs_queue, others: { name: 'others' } },
      aws_iot_topic_rule: { forward: rule("SELECT * FROM 'a'", 'others') },
    };
    const [updated, created] = await change(changed);
    expect([updated, created]).toEqual([
      'updated aws_sqs_queue.jobs, aws_iot_topic_rule.forward',
      'created aws_sqs_queue.others',
    ]);
    await publish('a');
    expect(await receive('others')).toBe('a');
  });

  test('removes a resource, unless the removal requires a restart', async () => {
    const { aws_iot_topic_rule: _rule, ...others } = before;
    expect(await change(others)).toEqual([
      'removed aws_iot_topic_rule.forward',
      'aws_sqs_queue.others changed; restart to apply',
    ]);
    await change(before);
    await publish('a');
    expect(await receive('jobs')).toBe('a');
  });

  test('keeps the policies of a role whose trust policy changes', async () => {
    const role = { name: 'rule', assume_role_policy: trust('lambda') };
    await change({ ...before, aws_iam_role: { ...before.aws_iam_role, rule: role } });
    await change(before);
    await publish('a');
    expect(await receive('jobs')).toBe('a');
  });

  test("restarts a function's environments with the new variables", async () => {
    expect(await greeting()).toBe('"hello"');
    const worker = functionOf('worker', { environment: { variables: { GREETING: 'good morning' } } });
    await change({ ...before, aws_lambda_function: { worker } });
    expect(await greeting()).toBe('"good morning"');
    await change(before);
  });

  test('keeps the items of a table, unless the keys of the table change', async () => {
    await theirs.clients.dynamodb.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: '1' } } }));
    const encrypted = table('id', { server_side_encryption: { enabled: true } });
    const [updated] = await change(
      { ...before, aws_dynamodb_table: { items: encrypted } },
      'updated aws_dynamodb_table',
    );
    expect([updated, await itemCount()]).toEqual(['updated aws_dynamodb_table.items', 1]);
    const [replaced] = await change({ ...before, aws_dynamodb_table: { items: table('key') } }, 'replaced');
    expect([replaced, await itemCount()]).toEqual([
      'replaced aws_dynamodb_table.items; the earlier data was not kept',
      0,
    ]);
    await change(before, 'replaced aws_dynamodb_table');
  });

  test('replaces a resource whose name changes', async () => {
    const logs = new CloudWatchLogsClient({
      endpoint: theirs.platform.endpoint,
      region,
      credentials: await theirs.clients.sqs.config.credentials(),
    });
    const changed = { ...before, aws_cloudwatch_log_group: { lines: { name: 'renamed' } } };
    const [replaced] = await change(changed, 'replaced aws_cloudwatch_log_group');
    expect(replaced).toBe('replaced aws_cloudwatch_log_group.lines; the earlier data was not kept');
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups.map(({ logGroupName }) => logGroupName)).toContain('renamed');
    expect(logGroups.map(({ logGroupName }) => logGroupName)).not.toContain('lines');
    await change(before);
  });

  test('reports a change that requires a restart', async () => {
    const changed = { ...before, aws_ssm_parameter: { limit: { name: 'limit', type: 'String', value: '2' } } };
    expect((await change(changed)).join()).toContain('aws_ssm_parameter.limit');
    await change(before);
  });

  test('requires a restart if a queue would keep an attribute that is no longer declared', async () => {
    const [changed] = await change({ ...before, aws_sqs_queue: { jobs: { name: 'jobs' } } });
    expect(changed).toMatch(/\baws_sqs_queue\.jobs changed; restart to apply$/);
    await change(before);
  });

  test.each([
    ['an unsupported resource', { aws_mq_broker: { a: { broker_name: 'a' } } }, 'aws_mq_broker.a cannot run locally'],
    [
      'invalid SQL',
      { aws_iot_topic_rule: { forward: rule("SELECT * FROM 'a' WHERE") } },
      'aws_iot_topic_rule.forward: ',
    ],
  ])('reports a stack with %s, and the platform keeps running', async (_what, changed, message) => {
    expect((await change({ ...before, ...changed })).join()).toContain(message);
    await change(before);
    await publish('a');
    expect(await receive('jobs')).toBe('a');
  });
});
