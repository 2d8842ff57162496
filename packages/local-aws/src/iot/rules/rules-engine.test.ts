import { reopenedStore, start } from '../../stopped-platform.fixture';
import { parseAction } from './action-table';
import { arnOf, functionArn, rulesPlatform as platform, powerOn, roleArn } from './rules.fixture';

const tableAction = (tableName: string) => parseAction({ dynamoDBv2: { roleArn, putItem: { tableName } } });
const table = tableAction('shadow-history');
const queueUrl = 'http://127.0.0.1:4566/000000000000/dead-letters';
const deadLetterQueue = parseAction({ sqs: { roleArn, queueUrl } });

const update = '$aws/things/light-1/shadow/update';
const on = { state: { reported: { power: true } } };

describe('a payload that is not JSON', () => {
  test.each([
    ["SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true", 'no JSON', 1],
    ["SELECT *, clientid() AS client FROM '$aws/things/+/shadow/update'", 'no JSON', 1],
    ["SELECT encode(*, 'base64') AS data FROM '$aws/things/+/shadow/update'", 'no JSON', 0],
    ["SELECT * FROM '$aws/things/+/shadow/update' WHERE timestamp() > 0", 'no JSON', 0],
    ["SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true", '', 0],
    ["SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true", '{}', 0],
    ["SELECT state FROM 'elsewhere'", 'no JSON', 0],
  ])('in the rule %s, the payload "%s" causes %d parse errors', async (sql, payload, faults) => {
    const { declare, handle, metrics } = platform();
    declare({ sql });
    await handle(update, payload);
    const series = metrics.series('aws.iot.parse_error');
    expect(series.map(({ tags, minutes: [minute] }) => [tags, minute?.sum])).toEqual(
      faults === 0 ? [] : [[{ rulename: 'power_on' }, faults]],
    );
  });
});

describe('a rule', () => {
  test('a rule invokes its function with the selected values and the principal of the rule', async () => {
    const { declare, handle, invoked, emitted, metrics } = platform();
    declare({});
    await handle(update, on);
    expect(invoked).toEqual([
      {
        functionArn,
        event: { ...on, thing: 'light-1' },
        principal: {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: arnOf('iot', 'rule/power_on'),
          sourceAccount: '000000000000',
        },
        cause: 1,
      },
    ]);
    expect(emitted).toMatchObject([{ kind: 'rule-matched', rule: 'power_on', actions: 'power-on', id: 1 }]);
    const once = [{ minute: start / 60_000, sum: 1, count: 1, min: 1, max: 1 }];
    expect(metrics.save()).toEqual({
      'aws.iot.topic_match{rulename:power_on}': once,
      'aws.iot.success{actiontype:LambdaAction,rulename:power_on}': once,
    });
  });

  test.each([
    ['another topic', 'Sensor/temp/room1', on, {}, []],
    ['a message that does not match WHERE', update, { state: { reported: { power: false } } }, {}, ['rule-skipped']],
    ['a payload that is not JSON', update, '\u0000\u00ff{', {}, ['rule-skipped']],
    ['any message while the rule is disabled', update, on, { enabled: false }, []],
  ])('runs no action for %s', async (_, topic, payload, changes, events) => {
    const { declare, handle, invoked, emitted } = platform();
    declare(changes);
    await handle(topic, payload);
    expect([invoked, emitted.map(({ kind }) => kind)]).toEqual([[], events]);
  });

  test('a rule runs independently of other matching rules', async () => {
    const { declare, handle, invoked, sent } = platform();
    declare({});
    declare({ name: 'all', sql: "SELECT topic() AS topic FROM '$aws/#'", actions: [deadLetterQueue] });
    declare({ name: 'sensors', sql: "SELECT * FROM 'Sensor/#'", actions: [deadLetterQueue] });
    await handle(update, on);
    expect([invoked.length, sent]).toEqual([1, [`{"topic":"${update}"}`]]);
  });

  test('a rule receives Basic Ingest messages for its name, without the prefix in the topic', async () => {
    const { declare, handle, sent } = platform();
    declare({ name: 'ingest', sql: 'SELECT topic() AS topic', actions: [deadLetterQueue] });
    declare({ name: 'other', sql: 'SELECT 1 AS one', actions: [deadLetterQueue] });
    await handle('$aws/rules/ingest/Sensor/temp', {});
    expect(sent).toEqual(['{"topic":"Sensor/temp"}']);
  });

  test('rejects a rule whose SQL calls an unsupported service', () => {
    const sql = "SELECT get_secret('s', 'SecretString', 'arn:r') AS secret FROM 'a'";
    expect(() => platform().declare({ sql })).toThrow(
      'calls a service that the local runtime does not support (secret)',
    );
  });

  test('rejects a rule with more than 10 actions or 256 KiB of SQL', () => {
    expect(() => platform().declare({ actions: Array(10).fill(deadLetterQueue) })).not.toThrow();
    expect(() => platform().declare({ name: 'many', actions: Array(11).fill(deadLetterQueue) })).toThrow(
      'rule many has 11 actions; at most 10 are allowed',
    );
    const sql = `SELECT '${'x'.repeat(256 * 1024)}' AS long FROM 'a'`;
    expect(() => platform().declare({ sql })).toThrow('at most 262144 are allowed');
  });

  test('rejects a rule whose statement is invalid', () =>
    expect(() => platform().declare({ sql: "SELECT * FROM 'a' WHERE b == 1" })).toThrow('=='));
});

describe('an action', () => {
  const selectTemp = { sql: "SELECT temp, topic(2) AS room FROM 'Sensor/+'" };

  test('dynamoDBv2 writes each root key as a column', async () => {
    const { declare, handle, written } = platform();
    declare({ ...selectTemp, actions: [table] });
    await handle('Sensor/room1', { temp: 21.5 });
    expect(written).toEqual([{ tableName: 'shadow-history', item: { temp: { N: '21.5' }, room: { S: 'room1' } } }]);
  });

  test("kinesis sends the output to the stream, and evaluates the partition key's template on the original payload", async () => {
    const { declare, handle, kinesis } = platform();
    declare({
      ...selectTemp,
      actions: [parseAction({ kinesis: { roleArn, streamName: 'telemetry', partitionKey: '${device}-${topic(1)}' } })],
    });
    await handle('Sensor/room1', { temp: 21, device: 'd1' });
    const [record] = kinesis.stream('telemetry').shards[0]?.records ?? [];
    expect(record?.partitionKey).toBe('d1-Sensor');
    expect(Buffer.from(record?.data ?? '', 'base64').toString('utf8')).toBe('{"temp":21,"room":"room1"}');
  });

  test('firehose sends the output, followed by the separator', async () => {
    const { declare, handle, delivered } = platform();
    declare({
      ...selectTemp,
      actions: [parseAction({ firehose: { roleArn, deliveryStreamName: 'archive', separator: '\n' } })],
    });
    await handle('Sensor/room1', { temp: 1 });
    expect(delivered).toEqual(['{"temp":1,"room":"room1"}\n']);
  });

  test('sns publishes the output', async () => {
    const { declare, handle, sent } = platform();
    declare({ ...selectTemp, actions: [parseAction({ sns: { roleArn, targetArn: arnOf('sns', 'alerts') } })] });
    await handle('Sensor/room1', { temp: 1 });
    expect(sent).toEqual(['{"temp":1,"room":"room1"}']);
  });

  test('sqs sends the output as text or Base64', async () => {
    const { declare, handle, sent } = platform();
    declare({
      ...selectTemp,
      actions: [deadLetterQueue, parseAction({ sqs: { roleArn, queueUrl, useBase64: true } })],
    });
    await handle('Sensor/room1', { temp: 1 });
    const text = '{"temp":1,"room":"room1"}';
    expect(sent).toEqual([text, Buffer.from(text).toString('base64')]);
  });

  test('republish and stepFunctions evaluate their templates', async () => {
    const { declare, handle, republished, started } = platform();
    declare({
      ...selectTemp,
      actions: [
        parseAction({ republish: { roleArn, topic: '$$aws/things/${topic(2)}/shadow/update', qos: 1 } }),
        parseAction({
          stepFunctions: { roleArn, stateMachineName: 'power-command', executionNamePrefix: '${topic(2)}-' },
        }),
      ],
    });
    await handle('Sensor/room1', { temp: 1 });
    expect(republished).toEqual([
      { topic: '$aws/things/room1/shadow/update', payload: '{"temp":1,"room":"room1"}', qos: 1 },
    ]);
    expect(started).toEqual([{ name: 'room1-uuid-1', input: '{"temp":1,"room":"room1"}' }]);
  });

  test.each([
    ['$$aws/events/presence/connected/light-1', 'publishing to this reserved topic is not allowed'],
    ['$$SYS/${topic(2)}', 'publishing to this reserved topic is not allowed'],
    ['seen/${what}', '"+"'],
  ])('republishing to %s fails with the same error as for a device', async (topic, reason) => {
    const { declare, handle, republished, emitted } = platform();
    declare({
      ...selectTemp,
      actions: [parseAction({ republish: { roleArn, topic, qos: 1 } })],
    });
    await handle('Sensor/room1', { temp: 1, what: '+' });
    expect(republished).toEqual([]);
    expect(emitted).toContainEqual(
      expect.objectContaining({ kind: 'rule-failed', reason: expect.stringContaining(reason) }),
    );
  });

  test('authorizes an action for the ARN that results from its templates', async () => {
    const { declare, handle, permissions } = platform();
    declare({
      ...selectTemp,
      actions: [
        tableAction('${topic(2)}-history'),
        parseAction({ kinesis: { roleArn, streamName: 'telemetry', partitionKey: 'one' } }),
        deadLetterQueue,
        parseAction({ republish: { roleArn, topic: 'seen/${topic(2)}' } }),
        parseAction({ stepFunctions: { roleArn, stateMachineName: 'power-command' } }),
      ],
    });
    await handle('Sensor/room1', { temp: 1 });
    expect(permissions).toEqual([
      `dynamodb:PutItem ${arnOf('dynamodb', 'table/room1-history')}`,
      `kinesis:PutRecord ${arnOf('kinesis', 'stream/telemetry')}`,
      `sqs:SendMessage ${arnOf('sqs', 'dead-letters')}`,
      `iot:Publish ${arnOf('iot', 'topic/seen/room1')}`,
      `states:StartExecution ${arnOf('states', 'stateMachine:power-command')}`,
    ]);
  });

  test('sends a payload that is not JSON unchanged to a queue, but fails for a function', async () => {
    const { declare, handle, sent, invoked, emitted } = platform();
    declare({ sql: "SELECT * FROM 'raw'", actions: [deadLetterQueue, powerOn] });
    await handle('raw', 'no json');
    expect(sent).toEqual(['no json']);
    expect(invoked).toEqual([]);
    expect(emitted[1]).toMatchObject({
      kind: 'rule-failed',
      action: 'power-on',
      reason: expect.stringContaining('encode'),
    });
  });
});

// Source: AWS IoT developer guide, "rule-error-handling".
describe('an error action', () => {
  const failing = () => {
    throw new Error('The conditional request failed');
  };
  const changes = { actions: [powerOn, table], errorAction: deadLetterQueue };

  test('the error action receives one message that contains the original payload and every failed action', async () => {
    const { declare, handle, sent, invoked, emitted, metrics } = platform({ put: failing });
    declare({ ...changes, actions: [powerOn, table, table] });
    await handle(update, on);
    expect(invoked).toHaveLength(1);
    const failure = {
      failedAction: 'DynamoDBv2Action',
      failedResource: 'shadow-history',
      errorMessage: 'The conditional request failed',
    };
    expect(sent.map((text): unknown => JSON.parse(text))).toEqual([
      {
        ruleName: 'power_on',
        topic: update,
        cloudwatchTraceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        clientId: 'light-1',
        base64OriginalPayload: Buffer.from(JSON.stringify(on)).toString('base64'),
        failures: [failure, failure],
      },
    ]);
    expect(emitted.filter(({ kind }) => kind === 'rule-failed')).toHaveLength(2);
    expect(emitted[1]).toMatchObject({ action: 'shadow-history', errorAction: 'dead-letters', cause: 1 });
    expect(metrics.series('aws.iot.failure')[0]).toMatchObject({ tags: { actiontype: 'DynamoDBv2Action' } });
    expect(metrics.series('aws.iot.error_action_success')[0]).toMatchObject({ tags: { actiontype: 'SqsAction' } });
  });

  test('the error action receives no client ID if the message is from a service', async () => {
    const { declare, handle, sent } = platform({ put: failing });
    declare(changes);
    await handle(update, on, null);
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ clientId: 'N/A' });
  });

  test('runs no error action if every action succeeds', async () => {
    const { declare, handle, sent } = platform();
    declare(changes);
    await handle(update, on);
    expect(sent).toEqual([]);
  });

  test('reports and counts a failed error action, but does not retry it', async () => {
    const { declare, handle, emitted, metrics } = platform({ put: failing, send: failing });
    declare(changes);
    await handle(update, on);
    expect(emitted.at(-1)).toMatchObject({
      kind: 'note',
      text: expect.stringContaining('error action of power_on failed'),
    });
    expect(metrics.series('aws.iot.error_action_failure')[0]?.minutes[0]?.sum).toBe(1);
  });
});

describe('a message whose actions were incomplete at shutdown', () => {
  const stream = parseAction({ kinesis: { roleArn, streamName: 'telemetry', partitionKey: 'a' } });
  const changes = { actions: [stream, table] };
  const interruptedStore = async () => {
    const open = reopenedStore();
    const before = platform({ put: () => new Promise(() => undefined) }, open());
    before.declare(changes);
    await before.handle(update, on);
    return open;
  };
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

  test('after a restart, runs only the incomplete actions of a message', async () => {
    const open = await interruptedStore();
    const { declare, rules, written, kinesis } = platform({}, open());
    declare(changes);
    rules.resume();
    await settled();
    expect(written).toMatchObject([{ tableName: 'shadow-history', item: { thing: { S: 'light-1' } } }]);
    expect(kinesis.stream('telemetry').shards[0]?.records).toHaveLength(1);
    expect([...open().collection('unfinished-rules').entries()]).toEqual([]);
  });

  test('reports an incomplete message whose rule is no longer declared', async () => {
    const { rules, emitted } = platform({}, (await interruptedStore())());
    rules.resume();
    expect(emitted).toMatchObject([
      { kind: 'note', text: `discarded a message on ${update}: rule power_on is no longer declared` },
    ]);
  });
});
