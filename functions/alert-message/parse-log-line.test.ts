import { parseLogLine } from './parse-log-line';

const id = '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const report = (rest: string) =>
  `REPORT RequestId: ${id}\tDuration: 12.00 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: ${rest}`;

describe('parseLogLine', () => {
  test('returns the request id of a function log line', () => {
    const line = JSON.stringify({ level: 'ERROR', message: 'invalid power report', aws_request_id: id });
    expect(parseLogLine(line)).toEqual({ id, reason: 'error' });
  });

  test('returns the trace id of a function log line', () => {
    const line = JSON.stringify({
      level: 'ERROR',
      message: 'invalid power report',
      aws_request_id: id,
      trace_id: 'trace-1',
    });
    expect(parseLogLine(line).trace).toBe('trace-1');
  });

  test('returns no reason for an INFO line that contains the word ERROR', () => {
    const line = JSON.stringify({ level: 'INFO', message: 'no ERROR at all', aws_request_id: id });
    expect(parseLogLine(line).reason).toBeUndefined();
  });

  test('returns the request id of an error line from the Node.js runtime', () => {
    const line = `2026-11-24T05:02:20.417Z\t${id}\tERROR\tInvoke Error \t{"errorType":"Error"}`;
    expect(parseLogLine(line)).toEqual({ id, reason: 'error' });
  });

  test('returns no reason for the REPORT line of a successful invocation', () => {
    expect(parseLogLine(report('90 MB\t'))).toEqual({ id, reason: undefined });
  });

  test('recognizes a timeout in a REPORT line', () => {
    expect(parseLogLine(report('90 MB\tStatus: timeout')).reason).toBe('timeout');
  });

  test.each([['256 MB\t'], ['120 MB\tStatus: error\tError Type: Runtime.OutOfMemory']])(
    'recognizes exhausted memory in a REPORT line: %s',
    (rest) => {
      expect(parseLogLine(report(rest)).reason).toBe('memory');
    },
  );

  const executionArn = 'arn:aws:states:ap-northeast-1:111122223333:execution:power-command:command-1';
  test.each([
    ['ExecutionFailed', 'error'],
    ['ExecutionTimedOut', 'timeout'],
    ['ExecutionAborted', undefined],
    ['TaskFailed', undefined],
  ])('maps the workflow event %s to %s', (type, reason) => {
    const line = JSON.stringify({ id: '7', type, details: {}, execution_arn: executionArn });
    expect(parseLogLine(line)).toEqual({ id: 'command-1', reason });
  });

  test.each([
    ['502', '-', 'error'],
    ['504', 'INTEGRATION_TIMEOUT', 'timeout'],
    ['404', '-', undefined],
    ['200', '-', undefined],
  ])('maps API status %s (%s) to %s', (status, refused, reason) => {
    const line = JSON.stringify({ requestId: id, method: 'GET', path: '/devices', status, refused });
    expect(parseLogLine(line)).toEqual({ id, reason });
  });

  test('treats JSON of an unknown shape as text', () => {
    expect(parseLogLine('{"level":"ERROR","message":"before any invocation"}').reason).toBe('error');
  });

  test('treats malformed JSON as text', () => {
    expect(parseLogLine('{ ERROR').reason).toBe('error');
  });
});
