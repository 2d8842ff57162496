import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';
import { answerOf, failedInvocation, linesAround, linesOf, payloadOf, saying, uuid } from './invocations';
import { declared, type Name, withoutGroup } from './misbehaving-stack';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  theirs = await startForeignPlatform(declared, [
    '--isolate',
    'allocates-at-once',
    '--isolate',
    'hoards-buffers-alone',
    '--isolate',
    'talks-to-its-parent-alone',
  ]);
  const { sqs } = theirs.clients;
  logs = new CloudWatchLogsClient({
    endpoint: theirs.platform.endpoint,
    region,
    credentials: await sqs.config.credentials(),
    maxAttempts: 1,
  });
});
afterAll(() => theirs?.stop());

const invoke = (name: Name, event: object = { misbehave: true }) => answerOf(theirs.clients, name, event);

describe('a misbehaving handler', () => {
  test.each([
    ['throws', 'throws', 'TypeError', 'no such light', 'Status: error\tError Type: TypeError'],
    ['throws a string', 'throws-text', 'string', 'just words', 'Status: error\tError Type: string'],
    [
      'hangs beyond its timeout',
      'hangs',
      'Sandbox.Timedout',
      saying(`^RequestId: ${uuid} Error: Task timed out after 1\\.00 seconds$`),
      'Status: timeout\t?',
    ],
    [
      'blocks the event loop forever',
      'spins',
      'Sandbox.Timedout',
      saying('Task timed out after 1\\.00 seconds$'),
      'Status: timeout\t?',
    ],
    [
      'exits the process with code 3',
      'exits',
      'Runtime.ExitError',
      saying(`^RequestId: ${uuid} Error: Runtime exited with error: exit status 3$`),
      'Status: error\tError Type: Runtime.ExitError',
    ],
    [
      'exits the process with code 0',
      'exits-quietly',
      'Runtime.ExitError',
      saying(`^RequestId: ${uuid} Error: Runtime exited without providing a reason$`),
      'Status: error\tError Type: Runtime.ExitError',
    ],
    [
      'throws after returning a result',
      'throws-later',
      'RangeError',
      'too late',
      'Status: error\tError Type: RangeError',
    ],
    [
      'eats its memory',
      'hoards',
      'Runtime.OutOfMemory',
      saying('Runtime exited with error: signal: killed$'),
      'Status: error\tError Type: Runtime.OutOfMemory',
    ],
    ...(['hoards-buffers', 'hoards-arrays', 'hoards-slowly', 'hoards-buffers-alone'] as const).map(
      (name) =>
        [
          `exhausts memory outside the heap (${name})`,
          name,
          'Runtime.OutOfMemory',
          saying('Runtime exited with error: signal: killed$'),
          'Status: error\tError Type: Runtime.OutOfMemory',
        ] as const,
    ),
    [
      'kills its own process',
      'kills-itself',
      'Runtime.ExitError',
      saying('Runtime exited with error: signal: killed$'),
      'Status: error\tError Type: Runtime.ExitError',
    ],
    [
      'sends its own process a signal',
      'terminates-itself',
      'Runtime.ExitError',
      saying('Runtime exited with error: signal: terminated$'),
      'Status: error\tError Type: Runtime.ExitError',
    ],
    [
      'aborts',
      'aborts',
      'Runtime.ExitError',
      saying('Runtime exited with error: signal: aborted$'),
      'Status: error\tError Type: Runtime.ExitError',
    ],
    [
      'allocates all memory in one step, in a separate process',
      'allocates-at-once',
      'Runtime.OutOfMemory',
      saying('Runtime exited with error: signal: killed$'),
      'Status: error\tError Type: Runtime.OutOfMemory',
    ],
    [
      'returns more than 6 MiB',
      'returns-too-much',
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      'Status: error\tError Type: Function.ResponseSizeTooLarge',
    ],
    [
      'returns a value that is too deeply nested',
      'returns-deep',
      'Error',
      'the result has more than 1000 levels, which is not supported locally',
      'Status: error\tError Type: Error',
    ],
    [
      'returns a circular value',
      'returns-a-circle',
      'Error',
      'Unable to stringify response body',
      'Status: error\tError Type: Error',
    ],
  ] as const)(
    'a handler that %s makes only that invocation fail',
    async (_what, name, errorType, errorMessage, status) => {
      expect(await invoke(name)).toEqual(failedInvocation(errorType, errorMessage));
      const lines = await linesOf(logs, name);
      expect(lines).toEqual(expect.arrayContaining([...linesAround(status), saying('\tINFO\tabout to misbehave\n$')]));
      expect(await invoke(name, {})).toEqual({ status: 200, error: undefined, payload: { fine: true } });
    },
  );

  test('converts values that JSON does not support', async () => {
    const payload = { when: '1970-01-01T00:00:00.000Z', what: 'light' };
    expect(await invoke('returns-what-is-no-json')).toEqual({ status: 200, error: undefined, payload });
  });
});

describe('a handler', () => {
  test.each(['talks-to-its-parent', 'talks-to-its-parent-alone'] as const)(
    'ignores messages that a handler sends to its parent process (%s)',
    async (name) => {
      expect(await invoke(name)).toEqual({ status: 200, error: undefined, payload: { fine: true } });
    },
  );

  test('logs more lines than a JavaScript call can have arguments', async () => {
    expect(await invoke('logs-much')).toEqual({ status: 200, error: undefined, payload: { fine: true } });
    expect(await linesOf(logs, 'logs-much')).toContainEqual(saying('\tline 129999\n$'));
  });
});

describe('a handler with another signature or module format', () => {
  test('accepts a result or an error through the callback', async () => {
    expect(await invoke('calls-back', {})).toMatchObject({ error: undefined, payload: { fine: true } });
    expect(await invoke('calls-back')).toEqual(failedInvocation('URIError', 'no'));
  });

  test('accepts a result through an unnamed callback parameter', async () => {
    expect(await invoke('calls-back-by-its-arguments')).toMatchObject({ error: undefined, payload: { fine: true } });
  });

  test('returns null for a handler that uses neither a promise nor a callback', async () => {
    expect(await invoke('returns-at-once')).toEqual({ status: 200, error: undefined, payload: null });
  });

  test("waits until a handler's output is written", async () => {
    expect(await invoke('waits-for-its-output')).toMatchObject({ error: undefined, payload: { fine: true } });
  });

  test.each(['is-a-module', 'is-a-module-by-its-package'] as const)('runs as an ES module (%s)', async (name) => {
    expect(await invoke(name)).toEqual({ status: 200, error: undefined, payload: { fine: true } });
  });
});

// The names of these errors are from AWS's own aws-lambda-nodejs-runtime-interface-client, Errors.js.
describe('code that cannot be loaded', () => {
  test.each([
    ['exports no function', 'is-no-function', 'Runtime.HandlerNotFound', 'index.handler is not a function'],
    ['exports no handler', 'has-no-handler', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['contains a syntax error', 'does-not-parse', 'Runtime.UserCodeSyntaxError', saying('^SyntaxError: ')],
    [
      'imports a package that is not in the zip',
      'imports-nothing',
      'Runtime.ImportModuleError',
      saying('not-in-the-zip'),
    ],
    ['throws while loading', 'throws-at-once', 'Error', 'no configuration'],
  ] as const)('code that %s makes every invocation fail', async (_what, name, errorType, errorMessage) => {
    for (const _time of ['first', 'second'])
      expect(await invoke(name)).toEqual(failedInvocation(errorType, errorMessage));
    const lines = await linesOf(logs, name);
    const errors = lines.filter((line) => line.includes('\tERROR\tUncaught Exception \t'));
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(lines).toEqual(expect.arrayContaining(linesAround(`Status: error\tError Type: ${errorType}`)));
  });
});

test("a handler can return a result up to Lambda's payload limit", async () => {
  const { payload } = await invoke('returns-the-most');
  expect(typeof payload === 'string' ? payload.length : payload).toBe(6_291_554);
});

test('a function without a declared log group gets a log group that never expires', async () => {
  await invoke(withoutGroup);
  expect(await linesOf(logs, withoutGroup)).toContainEqual(
    saying('LAMBDA_RUNTIME Failed to post handler success response'),
  );
  const named = new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${withoutGroup}` });
  const { logGroups = [] } = await logs.send(named);
  expect(logGroups).toMatchObject([{ logGroupName: `/aws/lambda/${withoutGroup}` }]);
  expect(logGroups[0]?.retentionInDays).toBeUndefined();
});

describe('memory', () => {
  const mostUsed = (lines: readonly string[]) => {
    const [, used] = /Max Memory Used: (\d+) MB/.exec(lines.findLast((line) => line.startsWith('REPORT ')) ?? '') ?? [];
    return Number(used);
  };

  test('permits buffers that exceed the memory limit in total if they are released between invocations', async () => {
    expect(await invoke('drops-buffers')).toMatchObject({ error: undefined, payload: { fine: true } });
  });

  test('reports memory that is allocated outside the heap', async () => {
    expect(await invoke('keeps-buffers')).toMatchObject({ error: undefined, payload: 50 });
    expect(mostUsed(await linesOf(logs, 'keeps-buffers'))).toBeGreaterThan(50);
  });
});

describe('the log of a failed invocation', () => {
  test("the log contains the error and its stack as Lambda's runtime prints them", async () => {
    const lines = await linesOf(logs, 'throws');
    const printed = lines.find((line) => line.includes('\tERROR\tInvoke Error \t')) ?? '';
    const error: unknown = JSON.parse(printed.split('Invoke Error \t')[1] ?? '');
    expect(error).toEqual({
      errorType: 'TypeError',
      errorMessage: 'no such light',
      stack: expect.arrayContaining(['TypeError: no such light', saying('^    at .*index\\.js')]),
    });
  });
});

const Parked = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string(), approximateInvokeCount: z.number() }),
  requestPayload: z.object({ id: z.string() }),
  responsePayload: z.object({ errorType: z.string() }),
});

/** Returns the messages of the on-failure queue once it contains the given number of messages. */
async function parkedFailures(count: number): Promise<z.infer<typeof Parked>[]> {
  const { sqs } = theirs.clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'failed' }));
  const found: z.infer<typeof Parked>[] = [];
  return poll(
    async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      found.push(...Messages.map(({ Body }) => Parked.parse(JSON.parse(Body ?? ''))));
      return found.length >= count ? found : undefined;
    },
    `${count} events in the on-failure queue`,
    20,
  );
}

describe('an asynchronous event', () => {
  test('retries an asynchronous event after one and two minutes, then sends the full event to the on-failure queue', async () => {
    const { lambda } = theirs.clients;
    const expected = [
      ['throws', 'TypeError'],
      ['hangs', 'Sandbox.Timedout'],
      ['exits', 'Runtime.ExitError'],
      ['hoards', 'Runtime.OutOfMemory'],
      ['allocates-at-once', 'Runtime.OutOfMemory'],
      ['does-not-parse', 'Runtime.UserCodeSyntaxError'],
    ] as const;
    await theirs.platform.setSpeed(120);
    const kept = await Promise.all(
      expected.map(async ([name, errorType]) => {
        const event = { misbehave: true, id: randomUUID() };
        const invocation = { FunctionName: name, InvocationType: 'Event', Payload: payloadOf(event) } as const;
        const { StatusCode, FunctionError } = await lambda.send(new InvokeCommand(invocation));
        expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 202, FunctionError: undefined });
        const functionArn = `arn:aws:lambda:${region}:${account}:function:${name}:$LATEST`;
        const requestContext = { functionArn, condition: 'RetriesExhausted', approximateInvokeCount: 3 };
        return { requestContext, requestPayload: { id: event.id }, responsePayload: { errorType } };
      }),
    );
    const found = await parkedFailures(expected.length);
    await theirs.platform.setSpeed(1);
    expect(found).toHaveLength(kept.length);
    expect(found).toEqual(expect.arrayContaining(kept));
  });
});

test('the platform is still running after all tests, and has printed only its events', async () => {
  expect(await invoke('throws', {})).toMatchObject({ payload: { fine: true } });
  expect(theirs.platform.complaints).toEqual([]);
});
