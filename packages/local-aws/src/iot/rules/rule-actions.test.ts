import { parseAction } from './action-table';
import { startEndpoint } from './endpoint.fixture';
import { arnOf, roleArn, rulesPlatform } from './rules.fixture';

const sql = "SELECT temp, topic(2) AS room FROM 'Sensor/+'";
const output = '{"temp":21,"room":"hall"}';
const payload = { temp: 21, device: 'd1' };

/** Runs an action for a message. Returns the data that the action sent, and the reason for a failure. */
async function runAction(
  action: Parameters<typeof parseAction>[0],
  { select = sql, message = payload }: { select?: string; message?: unknown } = {},
) {
  const platform = rulesPlatform();
  platform.declare({ sql: select, actions: [parseAction(action)] });
  await platform.handle('Sensor/hall', message);
  const [failure] = platform.emitted.flatMap((event) => (event.kind === 'rule-failed' ? [event.reason] : []));
  return { ...platform, failure };
}

describe('the action s3', () => {
  const s3 = { roleArn, bucketName: 'archive', key: '${topic()}/${device}.json', cannedAcl: 'private' };

  test('writes the output to an S3 object, with permission for this object', async () => {
    const { objects, permissions } = await runAction({ s3 });
    expect(objects).toEqual([{ bucket: 'archive', key: 'Sensor/hall/d1.json', text: output }]);
    expect(permissions).toEqual(['s3:PutObject arn:aws:s3:::archive/Sensor/hall/d1.json']);
  });

  test('writes a payload that is not JSON unchanged', async () => {
    const { objects } = await runAction(
      { s3: { ...s3, key: 'raw' } },
      { select: "SELECT * FROM 'Sensor/+'", message: 'no json' },
    );
    expect(objects).toEqual([{ bucket: 'archive', key: 'raw', text: 'no json' }]);
  });
});

describe('the action dynamoDB', () => {
  const dynamoDB = { roleArn, tableName: 'measurements', hashKeyField: 'device', hashKeyValue: '${device}' };
  const range = { rangeKeyField: 'at', rangeKeyValue: '${timestamp()}', rangeKeyType: 'NUMBER' };

  test('writes the output to one column, next to the keys', async () => {
    const { written, permissions, clock } = await runAction({ dynamoDB: { ...dynamoDB, ...range } });
    const item = {
      device: { S: 'd1' },
      at: { N: String(clock.now()) },
      payload: { M: { temp: { N: '21' }, room: { S: 'hall' } } },
    };
    expect(written).toEqual([{ tableName: 'measurements', item }]);
    expect(permissions).toEqual([`dynamodb:PutItem ${arnOf('dynamodb', 'table/measurements')}`]);
  });

  test('writes a payload that is not JSON as bytes', async () => {
    const { written } = await runAction(
      { dynamoDB: { ...dynamoDB, hashKeyValue: 'raw', payloadField: 'data', operation: 'INSERT' } },
      { select: "SELECT * FROM 'Sensor/+'", message: 'no json' },
    );
    const item = { device: { S: 'raw' }, data: { B: Buffer.from('no json').toString('base64') } };
    expect(written).toEqual([{ tableName: 'measurements', item }]);
  });

  test('fails for an operation whose effect AWS does not document', async () => {
    const { failure, written } = await runAction(
      { dynamoDB: { ...dynamoDB, operation: '${op}' } },
      { message: { ...payload, op: 'UPDATE' } },
    );
    expect([failure, written]).toEqual(['the operation "UPDATE" is not supported locally: use INSERT', []]);
  });

  test('rejects the action if the range key has no value', () =>
    expect(() => parseAction({ dynamoDB: { ...dynamoDB, rangeKeyField: 'at' } })).toThrow('specified together'));
});

describe('the action cloudwatchMetric', () => {
  const cloudwatchMetric = {
    roleArn,
    metricNamespace: 'Sensors',
    metricName: 'Temp',
    metricValue: '${temp}',
    metricUnit: 'None',
  };

  test('records the value', async () => {
    const { metrics, permissions } = await runAction({ cloudwatchMetric });
    expect(metrics.series('sensors.temp')).toMatchObject([{ tags: {}, minutes: [{ sum: 21, count: 1 }] }]);
    expect(permissions).toEqual(['cloudwatch:PutMetricData *']);
  });

  test('records the value at the given time', async () => {
    const { metrics } = await runAction({ cloudwatchMetric: { ...cloudwatchMetric, metricTimestamp: '1767225540' } });
    expect(metrics.series('sensors.temp')[0]?.minutes[0]?.minute).toBe(1_767_225_540 / 60);
  });

  test.each([
    ['a value that is not a number', { metricValue: '${device}' }, 'invalid metricValue "d1": expected a number'],
    ['a missing value', { metricValue: '${none}' }, 'invalid metricValue "": expected a number'],
    ['an unknown unit', { metricUnit: 'Celsius' }, 'invalid metricUnit "Celsius": expected a CloudWatch unit'],
    ['a reserved namespace', { metricNamespace: 'AWS/IoT' }, 'namespaces that begin with AWS/ are reserved'],
  ])('fails for %s', async (_, changes, reason) => {
    const { failure } = await runAction({ cloudwatchMetric: { ...cloudwatchMetric, ...changes } });
    expect(failure).toContain(reason);
  });
});

describe('the action cloudwatchAlarm', () => {
  const cloudwatchAlarm = { roleArn, alarmName: 'hot', stateReason: '${device} is hot', stateValue: '${state}' };
  const run = async (state: string) => {
    const platform = rulesPlatform();
    platform.alarms.declare({
      name: 'hot',
      arn: arnOf('cloudwatch', 'alarm:hot'),
      description: undefined,
      actionsEnabled: true,
      actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
      metric: undefined,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 30,
      comparison: 'GreaterThanThreshold',
      treatMissingData: 'missing',
    });
    platform.declare({ sql, actions: [parseAction({ cloudwatchAlarm })] });
    await platform.handle('Sensor/hall', { ...payload, state });
    return platform;
  };

  test('sets the state of the alarm', async () => {
    const { alarms, permissions } = await run('ALARM');
    expect(alarms.all()).toMatchObject([{ name: 'hot', state: 'ALARM', reason: 'd1 is hot' }]);
    expect(permissions).toEqual([`cloudwatch:SetAlarmState ${arnOf('cloudwatch', 'alarm:hot')}`]);
  });

  test('fails for an invalid state and an unknown alarm', async () => {
    const { emitted } = await run('HOT');
    expect(emitted).toContainEqual(
      expect.objectContaining({ reason: 'invalid stateValue "HOT": expected OK, ALARM, INSUFFICIENT_DATA' }),
    );
    const { failure } = await runAction({ cloudwatchAlarm: { ...cloudwatchAlarm, stateValue: 'OK' } });
    expect(failure).toBe('Unknown alarm: hot');
  });
});

describe('the action cloudwatchLogs', () => {
  const cloudwatchLogs = { roleArn, logGroupName: 'devices' };
  const stream = { group: 'devices', stream: 'power_on' };

  test('writes the output as a line', async () => {
    const { lines, permissions, clock } = await runAction({ cloudwatchLogs });
    expect(lines).toEqual([{ ...stream, timestamp: clock.now(), message: output }]);
    const group = arnOf('logs', 'log-group:devices');
    expect(permissions).toEqual([
      `logs:CreateLogStream ${group}:log-stream:power_on`,
      `logs:DescribeLogStreams ${group}:log-stream:`,
      `logs:PutLogEvents ${group}:log-stream:power_on`,
    ]);
  });

  test('writes a batch as lines with their own timestamps', async () => {
    const batch = [
      { timestamp: 1_767_225_600_001, message: 'one' },
      { timestamp: 1_767_225_600_002, message: 'two' },
    ];
    const options = { select: "SELECT * FROM 'Sensor/+'", message: batch };
    const action = { cloudwatchLogs: { ...cloudwatchLogs, batchMode: true } };
    expect((await runAction(action, options)).lines).toEqual(batch.map((line) => ({ ...stream, ...line })));
    const { failure } = await runAction(action);
    expect(failure).toContain('the output is not an array of objects with a timestamp');
  });

  test('fails if the log group does not exist', async () => {
    const { failure, lines } = await runAction({ cloudwatchLogs: { roleArn, logGroupName: 'none' } });
    expect([failure, lines]).toEqual(['The specified log group does not exist.', []]);
  });
});

describe('the action firehose', () => {
  const firehose = { roleArn, deliveryStreamName: 'archive', separator: '\n', batchMode: true };

  test('in batch mode, puts each element of an array as a record, up to 500', async () => {
    const select = "SELECT VALUE list FROM 'Sensor/+'";
    const { delivered, permissions } = await runAction({ firehose }, { select, message: { list: [1, { a: 2 }] } });
    expect(delivered).toEqual(['1\n', '{"a":2}\n']);
    expect(permissions).toEqual([`firehose:PutRecordBatch ${arnOf('firehose', 'deliverystream/archive')}`]);
    const { failure } = await runAction({ firehose }, { select, message: { list: Array(501).fill(1) } });
    expect(failure).toBe('the output is an array of 501 records; at most 500 are allowed');
  });
});

describe('the action republish', () => {
  test('sets MQTT 5 headers', async () => {
    const headers = {
      contentType: 'application/json',
      correlationData: '${device}',
      messageExpiry: '60',
      userProperties: [{ key: 'room', value: '${topic(2)}' }],
    };
    const { republished } = await runAction({ republish: { roleArn, topic: 'seen', headers } });
    expect(republished).toMatchObject([
      {
        topic: 'seen',
        payload: output,
        qos: 0,
        messageExpiry: 60,
        headers: { contentType: 'application/json', correlationData: 'd1', userProperties: [['room', 'hall']] },
      },
    ]);
  });

  test('fails for an invalid header', async () => {
    const headers = { messageExpiry: '${device}' };
    const { failure } = await runAction({ republish: { roleArn, topic: 'seen', headers } });
    expect(failure).toBe('invalid messageExpiry "d1": expected a number of seconds');
  });
});

describe('the action http', () => {
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
  beforeAll(async () => {
    endpoint = await startEndpoint();
  });
  afterAll(() => endpoint.close());

  /** Declares a rule with an http action whose destination is enabled. */
  async function enabled(members: object = {}) {
    const platform = rulesPlatform();
    const { declare, destinations } = platform;
    const http = { url: `${endpoint.url}/in/\${topic(2)}`, confirmationUrl: `${endpoint.url}/in`, ...members };
    declare({ sql, actions: [parseAction({ http })] });
    const [{ body = '{}' } = {}] = await endpoint.requests(1);
    destinations.confirm(JSON.parse(body).confirmationToken, 'ENABLED');
    return platform;
  }

  test('posts the output with the declared headers', async () => {
    const { handle } = await enabled({ headers: [{ key: 'X-Device', value: '${device}' }] });
    await handle('Sensor/hall', payload);
    expect(await endpoint.requests(1)).toMatchObject([
      { path: '/in/hall', body: output, headers: { 'x-device': 'd1', 'content-type': 'application/json' } },
    ]);
  });

  test('sends the message at most three times if the endpoint is overloaded or fails', async () => {
    const { handle, settled } = await enabled();
    endpoint.statuses.push(429, 503);
    await handle('Sensor/hall', payload);
    expect(await endpoint.requests(3)).toHaveLength(3);
    endpoint.statuses.push(500, 500, 500, 500);
    await handle('Sensor/hall', payload);
    expect(await settled()).toMatchObject({
      reason: `${endpoint.url}/in/hall responded with status 500 (attempt 3 of at most 3)`,
    });
    expect(await endpoint.requests(3)).toHaveLength(3);
    endpoint.statuses.length = 0;
  });

  test('sends the message only once if the endpoint rejects it', async () => {
    const { handle, settled } = await enabled();
    endpoint.statuses.push(404);
    await handle('Sensor/hall', payload);
    expect(await settled()).toMatchObject({ reason: expect.stringContaining('responded with status 404') });
    expect(await endpoint.requests(1)).toHaveLength(1);
  });

  test('the action http fails until its destination is confirmed and enabled', async () => {
    const { declare, handle, emitted } = rulesPlatform();
    declare({ sql, actions: [parseAction({ http: { url: `${endpoint.url}/new` } })] });
    expect(await endpoint.requests(1)).toMatchObject([
      {
        path: expect.stringMatching(/^\/new\/\?confirmationToken=/),
        headers: { 'x-amz-rules-engine-message-type': 'DestinationConfirmation' },
      },
    ]);
    await handle('Sensor/hall', payload);
    const reason = `the destination ${endpoint.url}/new is IN_PROGRESS: confirm and enable it`;
    expect(emitted).toContainEqual(expect.objectContaining({ kind: 'rule-failed', reason }));
  });

  test.each([
    ['a template without a confirmationUrl', { url: 'https://a.example/${topic()}' }, 'confirmationUrl is required'],
    [
      'another confirmationUrl',
      { url: 'https://a.example/b', confirmationUrl: 'https://a.example/c' },
      'must be a prefix',
    ],
    ['a URL without TLS', { url: 'http://a.example' }, 'expected an HTTPS URL'],
    [
      '101 headers',
      { url: 'https://a.example', headers: Array(101).fill({ key: 'a', value: '1' }) },
      'expected array to have <=100',
    ],
    [
      'a long header',
      { url: 'https://a.example', headers: [{ key: 'a'.repeat(257), value: '1' }] },
      '<=256 characters',
    ],
    ['a long URL', { url: `https://a.example/${'a'.repeat(2048)}` }, '<=2048 characters'],
    ['an IPv6 address', { url: 'https://[::1]/' }, 'IPv6 addresses are not supported'],
    ['a signature', { url: 'https://a.example', auth: {} }, 'the rule action http with auth is not supported locally'],
  ])('rejects the action http with %s', (_, http, reason) => expect(() => parseAction({ http })).toThrow(reason));
});
