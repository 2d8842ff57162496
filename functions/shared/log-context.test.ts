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

/** What is written from now on: Powertools has a console of its own, so this looks at the streams themselves. */
function lines(stream: 'stdout' | 'stderr') {
  const written = jest.spyOn(process[stream], 'write').mockReturnValue(true);
  return () => written.mock.calls.map(([line]): unknown => JSON.parse(String(line)));
}

afterEach(() => jest.restoreAllMocks());

describe('a log line', () => {
  test('leads to its invocation, its group and its stream', async () => {
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

  test('says what the invocation comes from, and the next one does not inherit it', async () => {
    const written = lines('stdout');
    const handler = withLogContext(async () => logger.info('recorded'));
    await handler({ traceId: 'trace-1' }, context);
    await handler({}, context);
    expect(written()).toEqual([
      expect.objectContaining({ trace_id: 'trace-1' }),
      expect.not.objectContaining({ trace_id: expect.anything() }),
    ]);
  });

  test('of a failed invocation is an ERROR with its stack, and the error goes on to Lambda', async () => {
    const written = lines('stderr');
    const failing = withLogContext(async () => {
      throw new TypeError('power report refused');
    });
    await expect(failing({}, context)).rejects.toThrow('power report refused');
    expect(written()).toMatchObject([
      {
        level: 'ERROR',
        message: 'power report refused',
        aws_request_id: 'request-1',
        error: { name: 'TypeError', message: 'power report refused', stack: expect.stringContaining('TypeError') },
      },
    ]);
  });
});
