import { jsonCall } from '../gateway/json-call.fixture';
import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { followDeadLetters } from './dead-letter-source';
import { createStores, findQueue, keepStores, listQueues, type StoreClasses } from './fauxqs-stores';
import { messageMoves } from './message-moves';
import { followQueues } from './queue-activity';
import { taskHandle } from './task-handle';

const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
const SourceArn = arnOf('dead');

interface PlatformOptions {
  fifo?: boolean;
  denied?: (action: string, resource: string) => boolean;
  store?: ReturnType<typeof memoryStore>;
}

/** Declares two queues with a common dead-letter queue, and a separate queue. Messages move after one receipt. */
async function platform({ fifo = false, denied = () => false, store = memoryStore() }: PlatformOptions = {}) {
  const parts = { ...stopped(), store };
  const { sqsStore, ...others } = await createStores(async (path) => jest.requireActual<StoreClasses>(path));
  if (store.lasting) keepStores({ sqsStore, ...others }, store);
  followDeadLetters(sqsStore);
  const activity = followQueues(sqsStore, { clock: parts.clock, count: () => undefined });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
  const declare = (name: string, attributes: Record<string, string> = {}) =>
    sqsStore.createQueue(name, `http://localhost/${name}`, arnOf(name), {
      ...attributes,
      ...(fifo && { FifoQueue: 'true' }),
    });
  declare('dead');
  declare('other');
  declare('orders', { RedrivePolicy });
  declare('jobs', { RedrivePolicy });
  const queue = (name: string) => {
    const found = findQueue(sqsStore, arnOf(name));
    if (found === undefined) throw new Error(`no queue ${name}`);
    return found;
  };
  let sent = 0;
  const send = (name: string, body: string) => {
    sent += 1;
    sqsStore.getQueueByName(name)?.enqueue({
      messageId: `m${sent}`,
      body,
      md5OfBody: '',
      messageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      md5OfMessageAttributes: '',
      sentTimestamp: 0,
      approximateReceiveCount: 0,
      ...(fifo && { messageGroupId: 'g' }),
    });
  };
  /** Sends messages that fail, so that they move to the dead-letter queue. */
  const fail = (name: string, ...bodies: readonly string[]) => {
    for (const body of bodies) {
      send(name, body);
      for (const { receiptHandle } of queue(name).receive(1)) queue(name).release(receiptHandle);
      queue(name).receive(1);
    }
  };
  const bodies = (name: string) =>
    queue(name)
      .messages()
      .ready.map(({ body }) => body);
  const api = messageMoves({
    ...parts,
    authorizer: {
      authorize: ({ action, resource }) =>
        denied(action, resource) ? { allowed: false, reason: `no ${action}` } : { allowed: true },
    },
    findQueue: (arn) => findQueue(sqsStore, arn),
    isDeadLetterQueue: (arn) => listQueues(sqsStore).some((one) => one.deadLetterTarget() === arn),
    causedBy: activity.causedBy,
  });
  const call = jsonCall(api);
  const begin = (more: object = {}) => call('StartMessageMoveTask', { SourceArn, ...more });
  const tasks = () => call('ListMessageMoveTasks', { SourceArn, MaxResults: 10 });
  return { ...parts, queue, send, fail, bodies, call, begin, tasks };
}

const handle = { TaskHandle: expect.any(String) };
const handleIn = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'TaskHandle' in answer ? answer.TaskHandle : undefined;

describe('StartMessageMoveTask', () => {
  test.each([false, true])('moves messages back to the queues that they come from (FIFO: %s)', async (fifo) => {
    const { fail, bodies, begin, tasks, queue } = await platform({ fifo });
    fail('orders', 'a', 'b');
    fail('jobs', 'c');
    expect(bodies('dead')).toEqual(['a', 'b', 'c']);
    expect(await begin()).toEqual(handle);
    expect([bodies('dead'), bodies('orders'), bodies('jobs')]).toEqual([[], ['a', 'b'], ['c']]);
    expect(queue('orders').messages().ready[0]).toMatchObject({
      messageId: expect.not.stringMatching(/^m\d+$/),
      sentTimestamp: start,
      approximateReceiveCount: 0,
      messageAttributes: { kind: { StringValue: 'x' } },
    });
    expect(await tasks()).toEqual({
      Results: [
        {
          Status: 'COMPLETED',
          SourceArn,
          ApproximateNumberOfMessagesMoved: 3,
          ApproximateNumberOfMessagesToMove: 3,
          StartedTimestamp: start,
        },
      ],
    });
  });

  test('moves messages to a given queue, no faster than the requested rate', async () => {
    const { fail, bodies, begin, tasks, clock } = await platform();
    fail('orders', 'a', 'b', 'c');
    await begin({ DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 2 });
    expect(bodies('other')).toEqual(['a', 'b']);
    expect(await tasks()).toMatchObject({
      Results: [{ ...handle, Status: 'RUNNING', DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 2 }],
    });
    await expect(begin()).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('Only one active task'),
    });
    await clock.advance(1_000);
    expect(bodies('other')).toEqual(['a', 'b', 'c']);
    expect(await tasks()).toMatchObject({ Results: [{ Status: 'COMPLETED' }] });
  });

  test('remembers after a restart which queue a message comes from', async () => {
    const open = reopenedStore();
    const before = await platform({ store: open() });
    before.fail('jobs', 'a');
    const { begin, bodies } = await platform({ store: open() });
    await begin();
    expect([bodies('dead'), bodies('jobs')]).toEqual([[], ['a']]);
  });

  test('a task that was interrupted by a restart has failed', async () => {
    const open = reopenedStore();
    const before = await platform({ store: open() });
    before.fail('jobs', 'a', 'b');
    await before.begin({ MaxNumberOfMessagesPerSecond: 1 });
    const { tasks, bodies } = await platform({ store: open() });
    expect(await tasks()).toMatchObject({
      Results: [{ Status: 'FAILED', FailureReason: 'the platform stopped during the task' }],
    });
    expect([bodies('dead'), bodies('jobs')]).toEqual([['b'], ['a']]);
  });

  test.each([
    ['a message was sent to the dead-letter queue itself', {}, 'CouldNotDetermineMessageSource'],
    [
      'the caller may not send to the source',
      { denied: (action: string) => action === 'sqs:SendMessage' },
      'AccessDenied',
    ],
  ])('fails if %s, and keeps the message', async (_, declared, FailureReason) => {
    const { send, fail, begin, tasks, bodies, emitted } = await platform(declared);
    if ('denied' in declared) fail('orders', 'a');
    else send('dead', 'a');
    await begin();
    expect(await tasks()).toMatchObject({ Results: [{ Status: 'FAILED', FailureReason }] });
    expect(bodies('dead')).toEqual(['a']);
    expect(emitted.at(-1)).toMatchObject({
      failed: true,
      text: `moved 0 messages from dead: FAILED (${FailureReason})`,
    });
  });

  test.each([
    ['StartMessageMoveTask', 'sqs:ReceiveMessage', 'dead'],
    ['StartMessageMoveTask', 'sqs:DeleteMessage', 'dead'],
    ['StartMessageMoveTask', 'sqs:SendMessage', 'other'],
    ['ListMessageMoveTasks', 'sqs:GetQueueAttributes', 'dead'],
    ['CancelMessageMoveTask', 'sqs:DeleteMessage', 'dead'],
  ])('%s requires %s on the queue %s', async (operation, action, name) => {
    const { call } = await platform({ denied: (asked, on) => asked === action && on === arnOf(name) });
    const TaskHandle = taskHandle({ taskId: 'none', sourceArn: SourceArn });
    await expect(call(operation, { SourceArn, DestinationArn: arnOf('other'), TaskHandle })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: `no ${action}`,
    });
  });

  test.each([
    [{ SourceArn: arnOf('none') }, 'ResourceNotFoundException', 'SourceArn'],
    [{ SourceArn: arnOf('other') }, 'InvalidParameterValueException', 'must be configured as a Dead Letter Queue'],
    [{ DestinationArn: arnOf('none') }, 'ResourceNotFoundException', 'DestinationArn'],
    [{ DestinationArn: SourceArn }, 'InvalidParameterValueException', 'cannot be the same'],
    [{ MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValueException', 'less than or equal to 500'],
    [{ SourceArn: undefined }, 'InvalidParameterValueException', "Value null at 'SourceArn'"],
  ])('rejects %j', async (input, code, message) => {
    const { begin } = await platform();
    await expect(begin(input)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('ListMessageMoveTasks', () => {
  test('returns the most recent task by default, and at most ten', async () => {
    const { call, clock, begin, tasks } = await platform();
    for (let count = 0; count < 11; count += 1) {
      await begin();
      await clock.advance(1_000);
    }
    expect(await call('ListMessageMoveTasks', { SourceArn })).toMatchObject({
      Results: [{ StartedTimestamp: start + 10_000 }],
    });
    expect(await tasks()).toMatchObject({ Results: { length: 10 } });
    await expect(call('ListMessageMoveTasks', { SourceArn, MaxResults: 11 })).rejects.toThrow(
      'less than or equal to 10',
    );
  });
});

describe('CancelMessageMoveTask', () => {
  test('stops a running task', async () => {
    const { fail, begin, call, tasks, bodies, clock } = await platform();
    fail('orders', 'a', 'b');
    const TaskHandle = handleIn(await begin({ MaxNumberOfMessagesPerSecond: 1 }));
    expect(await call('CancelMessageMoveTask', { TaskHandle })).toEqual({ ApproximateNumberOfMessagesMoved: 1 });
    await clock.advance(5_000);
    expect(bodies('dead')).toEqual(['b']);
    expect(await tasks()).toMatchObject({ Results: [{ Status: 'CANCELLED' }] });
    await expect(call('CancelMessageMoveTask', { TaskHandle })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Task does not exist.',
    });
  });

  test.each([
    ['x', 'InvalidParameterValueException'],
    [taskHandle({ taskId: 'none', sourceArn: SourceArn }), 'ResourceNotFoundException'],
  ])('rejects the handle %s', async (TaskHandle, code) => {
    await expect((await platform()).call('CancelMessageMoveTask', { TaskHandle })).rejects.toMatchObject({ code });
  });
});
