import { account, arnOf, eventBridge } from './eventbridge.fixture';

const queueArn = arnOf('sqs', 'events');
const deadLetters = arnOf('sqs', 'dead');
const role = `arn:aws:iam::${account}:role/events`;
const policy = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });

type Bridge = ReturnType<typeof eventBridge>;

/** Declares the role of the targets, with permission for one action. */
function declareRole({ authorizer: { roles } }: Bridge, action: string, service = 'events.amazonaws.com') {
  const trust = policy({ Principal: { Service: service }, Action: 'sts:AssumeRole' });
  roles.declare({ arn: role, name: 'events', trust, boundary: undefined });
  roles.putPolicy('events', { name: 'own', document: policy({ Action: action, Resource: '*' }) });
}

const rule = { Name: 'cars', EventPattern: '{"source":["parking"]}' };
const entry = { Source: 'parking', DetailType: 'Car entered', Detail: '{"plate":"A1"}' };

/** Puts an event that matches a rule with the given targets. @returns the event's ID */
async function put({ call }: Bridge, ...targets: object[]) {
  await call('PutRule', rule);
  await call('PutTargets', {
    Rule: 'cars',
    Targets: targets.map((target, index) => ({ Id: `target-${index}`, ...target })),
  });
  return call('PutEvents', { Entries: [entry] });
}

describe('a rule with an event pattern', () => {
  test('sends the whole event to its targets', async () => {
    const bridge = eventBridge();
    bridge.permit(queueArn, 'sqs:SendMessage');
    const functionArn = arnOf('lambda', 'function:worker');
    const answer = await put(bridge, { Arn: queueArn }, { Arn: functionArn });
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    const event = {
      version: '0',
      id: expect.any(String),
      'detail-type': 'Car entered',
      source: 'parking',
      account,
      time: '2026-01-01T00:00:00Z',
      region: 'ap-northeast-1',
      resources: [],
      detail: { plate: 'A1' },
    };
    expect(bridge.received.map(({ to, text }) => [to, JSON.parse(text)])).toEqual([['events', event]]);
    expect(bridge.invoked).toMatchObject([{ functionArn, event }]);
    expect([bridge.sum('triggered_rules'), bridge.sum('invocations')]).toEqual([1, 2]);
    expect(bridge.emitted.map(({ kind }) => kind)).toEqual(['event-received', 'event-matched']);
  });

  test.each([
    ['kinesis:PutRecord', { Arn: arnOf('kinesis', 'stream/cars') }, 'cars'],
    ['states:StartExecution', { Arn: arnOf('states', 'stateMachine:park') }, 'park'],
    ['sns:Publish', { Arn: arnOf('sns', 'alerts') }, 'alerts'],
    ['sqs:SendMessage', { Arn: queueArn }, 'events'],
  ])('uses the role of a target if the role allows %s', async (action, target, to) => {
    const bridge = eventBridge();
    declareRole(bridge, action);
    await put(bridge, { ...target, RoleArn: role });
    expect(bridge.received).toMatchObject([{ to }]);
  });

  test('sends a record with the partition key that the event contains', async () => {
    const bridge = eventBridge();
    declareRole(bridge, 'kinesis:PutRecord');
    const Arn = arnOf('kinesis', 'stream/cars');
    await put(bridge, { Arn, RoleArn: role, KinesisParameters: { PartitionKeyPath: '$.detail.plate' } });
    expect(bridge.received).toMatchObject([{ partitionKey: 'A1' }]);
  });

  test('ignores events while it is disabled, and events of other buses', async () => {
    const bridge = eventBridge();
    bridge.permit(queueArn, 'sqs:SendMessage');
    await bridge.call('CreateEventBus', { Name: 'other' });
    await put(bridge, { Arn: queueArn });
    await bridge.call('PutEvents', { Entries: [{ ...entry, EventBusName: 'other' }] });
    await bridge.call('DisableRule', { Name: 'cars' });
    await bridge.call('PutEvents', { Entries: [entry] });
    expect(bridge.received).toHaveLength(1);
    await bridge.call('EnableRule', { Name: 'cars' });
    await bridge.call('PutEvents', { Entries: [{ ...entry, EventBusName: arnOf('events', 'event-bus/default') }] });
    expect(bridge.received).toHaveLength(2);
  });

  test('passes events on to another bus, but not to a third bus', async () => {
    const bridge = eventBridge();
    const { call } = bridge;
    declareRole(bridge, 'events:PutEvents');
    bridge.permit(queueArn, 'sqs:SendMessage');
    for (const [from, to] of [
      ['second', 'third'],
      ['third', 'second'],
    ]) {
      await call('CreateEventBus', { Name: from });
      await call('PutRule', { ...rule, EventBusName: from });
      const next = { Id: 'next', Arn: arnOf('events', `event-bus/${to}`), RoleArn: role };
      const Targets = [{ Id: 'queue', Arn: queueArn, Input: JSON.stringify(from) }, next];
      await call('PutTargets', { Rule: 'cars', EventBusName: from, Targets });
    }
    await put(bridge, { Arn: arnOf('events', 'event-bus/second'), RoleArn: role });
    expect(bridge.received.map(({ text }) => text)).toEqual(['"second"']);
    await call('PutEvents', { Entries: [{ ...entry, EventBusName: 'second' }] });
    expect(bridge.received.map(({ text }) => text)).toEqual(['"second"', '"second"', '"third"']);
  });
});

describe('a failed delivery', () => {
  const DeadLetterConfig = { Arn: deadLetters };

  test.each<[string, object, (bridge: Bridge) => void]>([
    ['NO_PERMISSIONS', { Arn: queueArn }, () => undefined],
    ['NO_PERMISSIONS', { Arn: arnOf('lambda', 'function:f') }, ({ may }) => Object.assign(may, { invoke: false })],
    [
      'NO_RESOURCE',
      { Arn: arnOf('sqs', 'missing') },
      ({ permit }) => permit(arnOf('sqs', 'missing'), 'sqs:SendMessage'),
    ],
    [
      'FAILED_TO_ASSUME_ROLE',
      { Arn: arnOf('kinesis', 'stream/cars'), RoleArn: role },
      (bridge) => declareRole(bridge, 'kinesis:PutRecord', 'iot.amazonaws.com'),
    ],
    [
      'NO_PERMISSIONS',
      { Arn: arnOf('kinesis', 'stream/cars'), RoleArn: role },
      (bridge) => declareRole(bridge, 'sqs:SendMessage'),
    ],
    [
      'INVALID_JSON',
      {
        Arn: arnOf('lambda', 'function:f'),
        InputTransformer: { InputPathsMap: { plate: '$.detail' }, InputTemplate: '"<plate>"\n"<plate>"' },
      },
      () => undefined,
    ],
  ])('reaches the dead-letter queue with the code %s for %j', async (code, target, prepare) => {
    const bridge = eventBridge();
    bridge.permit(deadLetters, 'sqs:SendMessage');
    prepare(bridge);
    await put(bridge, { ...target, DeadLetterConfig });
    expect(bridge.received).toEqual([
      {
        to: 'dead',
        text: expect.stringContaining('"detail":{"plate":"A1"}'),
        attributes: expect.objectContaining({
          RULE_ARN: arnOf('events', 'rule/cars'),
          TARGET_ARN: expect.any(String),
          ERROR_CODE: code,
          ERROR_MESSAGE: expect.any(String),
        }),
      },
    ]);
    expect([bridge.sum('failed_invocations'), bridge.sum('invocations_sent_to_dlq')]).toEqual([1, 1]);
    expect(bridge.emitted).toContainEqual(expect.objectContaining({ kind: 'event-undelivered', rule: 'cars' }));
  });

  test('is lost, counted and reported if the dead-letter queue does not allow EventBridge to send', async () => {
    const bridge = eventBridge();
    await put(bridge, { Arn: queueArn, DeadLetterConfig });
    expect(bridge.received).toEqual([]);
    expect(bridge.sum('invocations_failed_to_be_sent_to_dlq')).toBe(1);
    expect(bridge.emitted.at(-1)).toMatchObject({
      kind: 'event-undelivered',
      reason: expect.stringContaining('the dead-letter queue did not receive the event'),
    });
  });
});
