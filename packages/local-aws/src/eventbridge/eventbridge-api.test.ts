import { z } from 'zod';
import { reopenedStore } from '../stopped-platform.fixture';
import { account, arnOf, eventBridge } from './eventbridge.fixture';

const rule = { Name: 'cars', EventPattern: '{"source":["parking"]}' };
const entry = { Source: 'parking', DetailType: 'Car entered', Detail: '{"plate":"A1"}' };
const target = { Id: 'queue', Arn: arnOf('sqs', 'events') };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('PutEvents', () => {
  test.each([
    [{ Source: undefined }, 'InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.'],
    [{ Source: '' }, 'InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.'],
    [
      { DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [{ Detail: undefined }, 'InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.'],
    [{ DetailType: 'x'.repeat(129) }, 'InvalidArgument', expect.stringContaining('at most 128 characters')],
    [{ Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ Detail: '"text"' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ Source: 'aws.s3' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
  ])('rejects only an entry with %j', async (fault, ErrorCode, ErrorMessage) => {
    const answer = await eventBridge().call('PutEvents', { Entries: [{ ...entry, ...fault }, entry] });
    expect(answer).toEqual({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode, ErrorMessage }, { EventId: expect.any(String) }],
    });
  });

  test('uses the time and the resources of an entry', async () => {
    const bridge = eventBridge();
    await bridge.call('PutRule', rule);
    await bridge.call('PutTargets', { Rule: 'cars', Targets: [{ Id: 'f', Arn: arnOf('lambda', 'function:f') }] });
    const Time = Date.UTC(2020, 1, 3, 4, 5, 6, 789) / 1000;
    await bridge.call('PutEvents', { Entries: [{ ...entry, Time, Resources: ['arn:one'] }] });
    expect(bridge.invoked).toMatchObject([{ event: { time: '2020-02-03T04:05:06Z', resources: ['arn:one'] } }]);
  });

  test('drops an event for an unknown bus without an error', async () => {
    const answer = await eventBridge().call('PutEvents', { Entries: [{ ...entry, EventBusName: 'unknown' }] });
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  });

  test.each([
    [{ Entries: [] }, 'ValidationException', 'Member must have length greater than or equal to 1'],
    [
      { Entries: numbered(11).map(() => entry) },
      'ValidationException',
      'Member must have length less than or equal to 10',
    ],
    [
      { Entries: [{ ...entry, Detail: JSON.stringify({ a: 'x'.repeat(1_048_576) }) }] },
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    ],
    [
      { Entries: [entry], EndpointId: 'a.b' },
      'NotImplemented',
      'events.PutEvents with EndpointId is not supported locally',
    ],
  ])('rejects a request as a whole: case %#', async (input, name, message) => {
    const { call } = eventBridge();
    await expect(call('PutEvents', input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});

describe('event buses', () => {
  test('are created, described, listed page by page and deleted', async () => {
    const { call } = eventBridge();
    const Arn = arnOf('events', 'event-bus/parking');
    expect(await call('CreateEventBus', { Name: 'parking', Description: 'cars' })).toEqual({
      EventBusArn: Arn,
      Description: 'cars',
    });
    const bus = {
      Name: 'parking',
      Arn,
      Description: 'cars',
      CreationTime: 1_767_225_600,
      LastModifiedTime: 1_767_225_600,
    };
    expect(await call('DescribeEventBus', { Name: 'parking' })).toEqual(bus);
    expect(await call('DescribeEventBus', {})).toMatchObject({ Name: 'default' });
    const first = z
      .looseObject({ EventBuses: z.array(z.looseObject({ Name: z.string() })), NextToken: z.string() })
      .parse(await call('ListEventBuses', { Limit: 1 }));
    expect(first.EventBuses.map(({ Name }) => Name)).toEqual(['default']);
    expect(await call('ListEventBuses', { Limit: 1, NextToken: first.NextToken })).toEqual({ EventBuses: [bus] });
    expect(await call('ListEventBuses', { NamePrefix: 'par' })).toEqual({ EventBuses: [bus] });
    await call('DeleteEventBus', { Name: 'parking' });
    await call('DeleteEventBus', { Name: 'parking' });
    await expect(call('DescribeEventBus', { Name: Arn })).rejects.toThrow('Event bus parking does not exist.');
  });

  test.each([
    ['CreateEventBus', { Name: 'default' }, 'ResourceAlreadyExistsException', 'Event bus default already exists.'],
    ['CreateEventBus', { Name: 'a/b' }, 'ValidationException', "must not contain '/'"],
    ['CreateEventBus', { Name: 'a b' }, 'ValidationException', 'regular expression pattern'],
    ['CreateEventBus', { Name: 'a', KmsKeyIdentifier: 'k' }, 'NotImplemented', 'KmsKeyIdentifier'],
    ['DescribeEventBus', { Name: 'unknown' }, 'ResourceNotFoundException', 'Event bus unknown does not exist.'],
    ['DeleteEventBus', { Name: 'default' }, 'ValidationException', 'Cannot delete event bus default.'],
    ['ListEventBuses', { NextToken: 'x' }, 'ValidationException', 'The specified token is not valid.'],
    ['PutRule', { ...rule, EventBusName: 'unknown' }, 'ResourceNotFoundException', 'Event bus unknown does not exist.'],
  ])('%s rejects %j with %s', async (operation, input, name, message) => {
    const { call } = eventBridge();
    await expect(call(operation, input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('at most 100 buses can exist, and a bus with rules cannot be deleted', async () => {
    const { call } = eventBridge();
    for (const index of numbered(99)) await call('CreateEventBus', { Name: `bus-${index}` });
    await expect(call('CreateEventBus', { Name: 'more' })).rejects.toMatchObject({ name: 'LimitExceededException' });
    await call('PutRule', { ...rule, EventBusName: 'bus-1' });
    await expect(call('DeleteEventBus', { Name: 'bus-1' })).rejects.toThrow("can't be deleted since it has rules");
  });
});

describe('rules', () => {
  test('are created, replaced, listed by prefix, disabled and deleted', async () => {
    const { call } = eventBridge();
    const Arn = arnOf('events', 'rule/cars');
    expect(await call('PutRule', { ...rule, Description: 'a' })).toEqual({ RuleArn: Arn });
    await call('PutRule', { ...rule, State: 'DISABLED' });
    const known = { ...rule, Arn, State: 'DISABLED', EventBusName: 'default' };
    expect(await call('DescribeRule', { Name: 'cars' })).toEqual({ ...known, CreatedBy: account });
    expect(await call('ListRules', { NamePrefix: 'ca' })).toEqual({ Rules: [known] });
    expect(await call('ListRules', { NamePrefix: 'x' })).toEqual({ Rules: [] });
    await call('EnableRule', { Name: 'cars' });
    expect(await call('DescribeRule', { Name: 'cars' })).toMatchObject({ State: 'ENABLED' });
    await call('DeleteRule', { Name: 'cars' });
    await call('DeleteRule', { Name: 'cars' });
    await expect(call('DescribeRule', { Name: 'cars' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule cars does not exist on EventBus default.',
    });
  });

  test('the ARN of a rule contains its bus unless it is the default bus', async () => {
    const { call } = eventBridge();
    await call('CreateEventBus', { Name: 'parking' });
    const EventBusName = arnOf('events', 'event-bus/parking');
    expect(await call('PutRule', { ...rule, EventBusName })).toEqual({ RuleArn: arnOf('events', 'rule/parking/cars') });
    expect(await call('ListRules', { EventBusName: 'parking' })).toMatchObject({
      Rules: [{ EventBusName: 'parking' }],
    });
  });

  test('a rule that was created with a schedule invokes its targets', async () => {
    const { call, clock, invoked } = eventBridge();
    await call('PutRule', { Name: 'tick', ScheduleExpression: 'rate(1 hour)' });
    await call('PutTargets', {
      Rule: 'tick',
      Targets: [{ Id: 'f', Arn: arnOf('lambda', 'function:f'), Input: '{"a":1}' }],
    });
    await clock.advance(3_600_000);
    expect(invoked).toMatchObject([{ event: { a: 1 } }]);
  });

  test.each([
    [{ Name: 'a b', EventPattern: '{"a":[1]}' }, 'ValidationException', 'regular expression pattern'],
    [{ Name: 'a' }, 'ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
    [{ Name: 'a', ScheduleExpression: 'rate(x)' }, 'ValidationException', 'Parameter ScheduleExpression is not valid.'],
    [
      { Name: 'a', ScheduleExpression: 'rate(1 hour)', EventBusName: 'parking' },
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    ],
    [
      { Name: 'a', EventPattern: '{"source":"x"}' },
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: $.source: must be a list of rules or an object with fields',
    ],
    [{ Name: 'a', EventPattern: `{"a":["${'x'.repeat(2048)}"]}` }, 'LimitExceededException', 'maximum number allowed'],
    [{ ...rule, State: 'ON' }, 'ValidationException', 'enum value set'],
    [{ ...rule, Policy: '{}' }, 'NotImplemented', 'events.PutRule with Policy is not supported locally'],
  ])('PutRule rejects %j with %s', async (input, name, message) => {
    const { call } = eventBridge();
    await call('CreateEventBus', { Name: 'parking' });
    await expect(call('PutRule', input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await call('ListRules', {})).toEqual({ Rules: [] });
  });

  test('an empty pattern or schedule is the same as a missing one', async () => {
    const { call } = eventBridge();
    const schedule = { Name: 'nightly', ScheduleExpression: 'rate(1 day)', EventPattern: '' };
    await call('PutRule', schedule);
    await call('PutRule', { ...rule, ScheduleExpression: '' });
    expect(await call('DescribeRule', { Name: 'nightly' })).not.toHaveProperty('EventPattern', '');
    expect(await call('DescribeRule', { Name: 'cars' })).not.toHaveProperty('ScheduleExpression', '');
    const neither = call('PutRule', { Name: 'neither', ScheduleExpression: '', EventPattern: '' });
    await expect(neither).rejects.toMatchObject({ message: expect.stringContaining('must be specified') });
  });

  test('a bus has at most 300 rules', async () => {
    const { call } = eventBridge();
    for (const index of numbered(300)) await call('PutRule', { ...rule, Name: `rule-${index}` });
    await expect(call('PutRule', rule)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await call('PutRule', { ...rule, Name: 'rule-1' });
  });

  test.each(['EnableRule', 'DisableRule', 'DescribeRule'])('%s rejects an unknown rule', async (operation) => {
    await expect(eventBridge().call(operation, { Name: 'cars' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('targets', () => {
  test('are listed as they were put, found by ARN, replaced and removed', async () => {
    const { call } = eventBridge();
    await call('PutRule', rule);
    const full = {
      ...target,
      InputTransformer: { InputPathsMap: { plate: '$.detail.plate' }, InputTemplate: '"<plate>"' },
      DeadLetterConfig: { Arn: arnOf('sqs', 'dead') },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
    };
    expect(await call('PutTargets', { Rule: 'cars', Targets: [full] })).toEqual({
      FailedEntryCount: 0,
      FailedEntries: [],
    });
    expect(await call('ListTargetsByRule', { Rule: 'cars' })).toEqual({ Targets: [full] });
    expect(await call('ListRuleNamesByTarget', { TargetArn: target.Arn })).toEqual({ RuleNames: ['cars'] });
    await call('PutTargets', { Rule: 'cars', Targets: [target] });
    expect(await call('ListTargetsByRule', { Rule: 'cars' })).toEqual({ Targets: [target] });
    await expect(call('DeleteRule', { Name: 'cars' })).rejects.toThrow("Rule can't be deleted since it has targets.");
    expect(await call('RemoveTargets', { Rule: 'cars', Ids: ['queue', 'other'] })).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'other', ErrorCode: 'ResourceNotFoundException' }],
    });
    await call('DeleteRule', { Name: 'cars' });
  });

  test.each<[object, string, string]>([
    [{ Arn: 'queue' }, 'ValidationException', 'Provided Arn is not in correct format.'],
    [{ Arn: arnOf('ecs', 'cluster/a') }, 'NotImplemented', 'services: events, lambda, sqs, sns, states, kinesis'],
    [{ Arn: arnOf('sqs', 'ordered.fifo') }, 'NotImplemented', 'ordered.fifo is not supported locally'],
    [{ Arn: arnOf('events', 'api-destination/a') }, 'NotImplemented', 'is not supported locally'],
    [{ EcsParameters: {} }, 'NotImplemented', 'events.PutTargets with EcsParameters is not supported locally'],
    [{ Arn: arnOf('kinesis', 'stream/a') }, 'ValidationException', 'RoleArn is required for target queue.'],
    [
      { Arn: arnOf('events', 'event-bus/default'), RoleArn: 'r' },
      'ValidationException',
      'is the event bus of the rule',
    ],
    [
      { Arn: arnOf('events', 'event-bus/other'), RoleArn: 'r', InputPath: '$.a' },
      'NotImplemented',
      'events.PutTargets to an event bus with InputPath is not supported locally',
    ],
    [
      { Input: '1', InputPath: '$' },
      'ValidationException',
      'Only one of Input, InputPath, or InputTransformer must be provided for target queue.',
    ],
    [{ Input: '{' }, 'ValidationException', 'JSON syntax error in input for target queue.'],
    [
      { InputTransformer: { InputTemplate: '<a> is <b>' } },
      'ValidationException',
      'Invalid InputTemplate for target queue',
    ],
    [
      { InputTransformer: { InputPathsMap: { 'aws.x': '$.a' }, InputTemplate: '"a"' } },
      'ValidationException',
      'Invalid InputPathsMap for target queue',
    ],
    [{ DeadLetterConfig: { Arn: arnOf('sns', 'a') } }, 'ValidationException', 'is not a standard SQS queue'],
    [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, 'ValidationException', 'less than or equal to 185'],
    [{ Id: 'a b' }, 'ValidationException', 'regular expression pattern'],
  ])('PutTargets rejects %j with %s, and adds no target', async (fault, name, message) => {
    const { call } = eventBridge();
    await call('PutRule', rule);
    const Targets = [
      { Id: 'valid', Arn: target.Arn },
      { ...target, ...fault },
    ];
    await expect(call('PutTargets', { Rule: 'cars', Targets })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(await call('ListTargetsByRule', { Rule: 'cars' })).toEqual({ Targets: [] });
  });

  test('a rule has at most five targets', async () => {
    const { call } = eventBridge();
    await call('PutRule', rule);
    const targets = (count: number) => numbered(count).map((index) => ({ ...target, Id: `${index}` }));
    await expect(call('PutTargets', { Rule: 'cars', Targets: targets(6) })).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await call('PutTargets', { Rule: 'cars', Targets: targets(5) });
    await call('PutTargets', { Rule: 'cars', Targets: targets(5) });
  });

  test.each([
    ['PutTargets', { Targets: [target] }],
    ['RemoveTargets', { Ids: ['queue'] }],
    ['ListTargetsByRule', {}],
  ])('%s rejects an unknown rule', async (operation, input) => {
    await expect(eventBridge().call(operation, { Rule: 'cars', ...input })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('TestEventPattern', () => {
  const event = { id: '1', account: '1', source: 'a', time: 't', region: 'r', resources: [], 'detail-type': 'd' };
  const testPattern = (EventPattern: string, Event: object | string) =>
    eventBridge().call('TestEventPattern', {
      EventPattern,
      Event: typeof Event === 'string' ? Event : JSON.stringify(Event),
    });

  test('returns whether an event matches a pattern', async () => {
    expect(await testPattern('{"source":["a"]}', event)).toEqual({ Result: true });
    expect(await testPattern('{"source":["b"]}', event)).toEqual({ Result: false });
  });

  test.each([
    ['{"source":"a"}', event, 'InvalidEventPatternException', 'Event pattern is not valid.'],
    ['{"source":["a"]}', '[', 'ValidationException', 'Parameter Event is not valid.'],
    ['{"source":["a"]}', { ...event, id: undefined }, 'ValidationException', 'id is a required field'],
  ])('rejects the pattern %s for the event %j', async (pattern, given, name, message) => {
    await expect(testPattern(pattern, given)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });
});

describe('tags', () => {
  const tag = { Key: 'team', Value: 'parking' };

  test.each([
    ['rule', 'PutRule', { ...rule, Tags: [tag] }, arnOf('events', 'rule/cars')],
    ['bus', 'CreateEventBus', { Name: 'parking', Tags: [tag] }, arnOf('events', 'event-bus/parking')],
  ])('of a %s are created with it, added, replaced and removed', async (_, operation, input, ResourceARN) => {
    const { call } = eventBridge();
    await call(operation, input);
    await call('TagResource', {
      ResourceARN,
      Tags: [
        { Key: 'stage', Value: 'dev' },
        { ...tag, Value: 'iot' },
      ],
    });
    const listed = await call('ListTagsForResource', { ResourceARN });
    expect(listed).toEqual({
      Tags: [
        { Key: 'stage', Value: 'dev' },
        { ...tag, Value: 'iot' },
      ],
    });
    await call('UntagResource', { ResourceARN, TagKeys: ['stage'] });
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [{ ...tag, Value: 'iot' }] });
  });

  test('of a rule are kept when the rule is replaced, and removed with the rule', async () => {
    const { call } = eventBridge();
    const ResourceARN = arnOf('events', 'rule/cars');
    await call('PutRule', { ...rule, Tags: [tag] });
    await call('PutRule', { ...rule, Tags: [{ Key: 'ignored', Value: '' }] });
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [tag] });
    await call('DeleteRule', { Name: 'cars' });
    await call('PutRule', rule);
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [] });
  });

  test.each([
    ['an unknown rule', 'rule/unknown', [tag], 'ResourceNotFoundException'],
    ['an unknown bus', 'event-bus/unknown', [tag], 'ResourceNotFoundException'],
    ['an archive', 'archive/cars', [tag], 'ValidationException'],
    ['a reserved key', 'rule/cars', [{ Key: 'aws:a', Value: '' }], 'ValidationException'],
    ['a repeated key', 'rule/cars', [tag, tag], 'ValidationException'],
    ['51 tags', 'rule/cars', numbered(51).map((index) => ({ Key: `${index}`, Value: '' })), 'ValidationException'],
  ])('are rejected for %s', async (_, resource, Tags, name) => {
    const { call } = eventBridge();
    await call('PutRule', rule);
    const tagged = call('TagResource', { ResourceARN: arnOf('events', resource), Tags });
    await expect(tagged).rejects.toMatchObject({ name });
    const listed = call('ListTagsForResource', { ResourceARN: arnOf('events', 'rule/cars') });
    await expect(listed).resolves.toEqual({ Tags: [] });
  });
});

describe('after a restart', () => {
  test('buses, rules and targets that were created through the API still exist', async () => {
    const reopen = reopenedStore();
    const before = eventBridge(reopen());
    await before.call('CreateEventBus', { Name: 'parking' });
    await before.call('PutRule', { ...rule, EventBusName: 'parking' });
    await before.call('PutTargets', { Rule: 'cars', EventBusName: 'parking', Targets: [target] });
    await before.call('PutRule', { ...rule, Name: 'deleted' });
    await before.call('DeleteRule', { Name: 'deleted' });
    before.eventBuses.declare(
      { name: 'declared', bus: 'default', pattern: '{"a":[1]}', state: 'ENABLED' },
      { isDeclared: true },
    );
    await before.call('PutTargets', { Rule: 'declared', Targets: [target] });
    const after = eventBridge(reopen());
    after.eventBuses.declare(
      { name: 'declared', bus: 'default', pattern: '{"a":[2]}', state: 'ENABLED' },
      { isDeclared: true },
    );
    after.stored.restore(after.eventBuses);
    expect(await after.call('ListRules', {})).toMatchObject({
      Rules: [{ Name: 'declared', EventPattern: '{"a":[2]}' }],
    });
    expect(await after.call('ListTargetsByRule', { Rule: 'declared' })).toEqual({ Targets: [target] });
    expect(await after.call('ListTargetsByRule', { Rule: 'cars', EventBusName: 'parking' })).toEqual({
      Targets: [target],
    });
  });
});
