import type { Context } from 'aws-lambda';
import { logger, withLogContext } from './log-context';

const context: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'power-on',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:111122223333:function:power-on',
  logGroupName: '/aws/lambda/power-on',
  logStreamName: '2026/11/24/[$LATEST]abc',
  memoryLimitInMB: '256',
  done: () => undefined,
  fail: () => undefined,
  getRemainingTimeInMillis: () => 1000,
  succeed: () => undefined,
};

/** Captures lines directly from the output stream, because Powertools creates its own console. */
function lines(stream: 'stdout' | 'stderr') {
  const written = jest.spyOn(process[stream], 'write').mockReturnValue(true);
  return () => written.mock.calls.map(([line]): unknown => JSON.parse(String(line)));
}

afterEach(() => jest.restoreAllMocks());

describe('withLogContext', () => {
  test('adds the invocation, log group and log stream to a line', async () => {
    const written = lines('stdout');
    await withLogContext(async () => logger.info('recorded', { thing: 'light-1' }))({}, context);
    expect(written()).toEqual([
      {
        level: 'INFO',
        message: 'recorded',
        timestamp: expect.any(String),
        service: expect.any(String),
        aws_request_id: 'request-1',
        log_group_name: '/aws/lambda/power-on',
        log_stream_name: '2026/11/24/[$LATEST]abc',
        thing: 'light-1',
      },
    ]);
  });

  test('adds the trace id of an event, but not to the log lines of the next invocation', async () => {
    const written = lines('stdout');
    const handler = withLogContext(async () => logger.info('recorded'));
    await handler({ traceId: 'trace-1' }, context);
    await handler({}, context);
    expect(written()).toEqual([
      expect.objectContaining({ trace_id: 'trace-1' }),
      expect.not.objectContaining({ trace_id: expect.anything() }),
    ]);
  });

  test('logs an error with its stack and rethrows it', async () => {
    const written = lines('stderr');
    const failing = withLogContext(async () => {
      throw new TypeError('invalid power report');
    });
    await expect(failing({}, context)).rejects.toThrow('invalid power report');
    expect(written()).toMatchObject([
      {
        level: 'ERROR',
        message: 'invalid power report',
        aws_request_id: 'request-1',
        error: { name: 'TypeError', message: 'invalid power report', stack: expect.stringContaining('TypeError') },
      },
    ]);
  });
});
