import { readLine } from './read-line';

const id = '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const report = (rest: string) =>
  `REPORT RequestId: ${id}\tDuration: 12.00 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: ${rest}`;

describe('readLine', () => {
  test('a line of ours tells its request', () => {
    const line = JSON.stringify({ level: 'ERROR', message: 'power report refused', aws_request_id: id });
    expect(readLine(line)).toEqual({ id, reason: 'error' });
  });

  test('a line of ours tells its trace', () => {
    const line = JSON.stringify({ level: 'ERROR', message: 'refused', aws_request_id: id, trace_id: 'trace-1' });
    expect(readLine(line).trace).toBe('trace-1');
  });

  test('a line of ours that only speaks of errors is none', () => {
    const line = JSON.stringify({ level: 'INFO', message: 'no ERROR at all', aws_request_id: id });
    expect(readLine(line).reason).toBeUndefined();
  });

  test('an error line of the Node.js runtime tells its request', () => {
    const line = `2026-11-24T05:02:20.417Z\t${id}\tERROR\tInvoke Error \t{"errorType":"Error"}`;
    expect(readLine(line)).toEqual({ id, reason: 'error' });
  });

  test('a REPORT line of an ordinary invocation gives nobody anything to do', () => {
    expect(readLine(report('90 MB\t'))).toEqual({ id, reason: undefined });
  });

  test('a REPORT line tells of a timeout', () => {
    expect(readLine(report('90 MB\tStatus: timeout')).reason).toBe('timeout');
  });

  test.each([['256 MB\t'], ['120 MB\tStatus: error\tError Type: Runtime.OutOfMemory']])(
    'a REPORT line tells of memory that ran out: %s',
    (rest) => {
      expect(readLine(report(rest)).reason).toBe('memory');
    },
  );

  const executionArn = 'arn:aws:states:ap-northeast-1:111122223333:execution:power-command:command-1';
  test.each([
    ['ExecutionFailed', 'error'],
    ['ExecutionTimedOut', 'timeout'],
    ['ExecutionAborted', undefined],
    ['TaskFailed', undefined],
  ])('of a workflow, %s is told as %s', (type, reason) => {
    const line = JSON.stringify({ id: '7', type, details: {}, execution_arn: executionArn });
    expect(readLine(line)).toEqual({ id: 'command-1', reason });
  });

  test.each([
    ['502', '-', 'error'],
    ['504', 'INTEGRATION_TIMEOUT', 'timeout'],
    ['404', '-', undefined],
    ['200', '-', undefined],
  ])('of an API, status %s (%s) is told as %s', (status, refused, reason) => {
    const line = JSON.stringify({ requestId: id, method: 'GET', path: '/devices', status, refused });
    expect(readLine(line)).toEqual({ id, reason });
  });

  test('JSON of a shape that nobody knows is read as text', () => {
    expect(readLine('{"level":"ERROR","message":"before any invocation"}').reason).toBe('error');
  });

  test('a line that is nearly JSON is read as text', () => {
    expect(readLine('{ ERROR').reason).toBe('error');
  });
});
