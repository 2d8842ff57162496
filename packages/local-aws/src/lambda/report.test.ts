import { jsonLog, type Report, textLog } from './report';

const time = new Date('2026-01-01T00:00:00Z');
const reportLine = (of: Report) => textLog.end(of, time)[1];

const report = {
  requestId: '1f0c',
  milliseconds: 48.126,
  memoryMegabytes: 256,
  usedMegabytes: 71,
  initMilliseconds: undefined,
  status: 'success',
} as const;

// The expected lines are from the Lambda developer guide, "nodejs-logging".
describe('textLog', () => {
  test('the text log contains the request ID at the start and at the end', () => {
    expect(textLog.start('1f0c', time)).toEqual(['START RequestId: 1f0c Version: $LATEST\n']);
    expect(textLog.end(report, time)[0]).toBe('END RequestId: 1f0c\n');
  });

  test('omits the init duration for a warm invocation', () =>
    expect(reportLine(report)).toBe(
      'REPORT RequestId: 1f0c\tDuration: 48.13 ms\tBilled Duration: 49 ms\tMemory Size: 256 MB\tMax Memory Used: 71 MB\t\n',
    ));

  test("includes a cold start's init duration in the billed duration", () =>
    expect(reportLine({ ...report, initMilliseconds: 120.5 })).toContain(
      'Billed Duration: 169 ms\tMemory Size: 256 MB\tMax Memory Used: 71 MB\tInit Duration: 120.50 ms\t\n',
    ));

  test('reports a timeout and an error at the end', () => {
    expect(reportLine({ ...report, status: 'timeout' })).toMatch(/Max Memory Used: 71 MB\tStatus: timeout\t\n$/);
    expect(reportLine({ ...report, status: 'error', errorType: 'Runtime.OutOfMemory' })).toMatch(
      /Status: error\tError Type: Runtime.OutOfMemory\n$/,
    );
  });
});

describe('jsonLog', () => {
  const { start, end } = jsonLog('INFO');
  const parse = ([line = '']: readonly string[]): unknown => JSON.parse(line);
  const metrics = { durationMs: 48.126, billedDurationMs: 49, memorySizeMB: 256, maxMemoryUsedMB: 71 };

  test("writes events in the Telemetry API's format", () => {
    expect(parse(start('1f0c', time))).toEqual({
      time: '2026-01-01T00:00:00.000Z',
      type: 'platform.start',
      record: { requestId: '1f0c', version: '$LATEST' },
    });
    expect(parse(end(report, time))).toEqual({
      time: '2026-01-01T00:00:00.000Z',
      type: 'platform.report',
      record: { requestId: '1f0c', metrics, status: 'success' },
    });
  });

  test("includes a cold start's init duration, and an error's type", () =>
    expect(
      parse(end({ ...report, initMilliseconds: 9.5, status: 'error', errorType: 'TypeError' }, time)),
    ).toMatchObject({
      record: { metrics: { initDurationMs: 9.5 }, status: 'error', errorType: 'TypeError' },
    }));

  test('writes only failures at the level WARN', () => {
    const warnings = jsonLog('WARN');
    expect([...warnings.start('1f0c', time), ...warnings.end(report, time)]).toEqual([]);
    expect(warnings.end({ ...report, status: 'timeout' }, time)).toHaveLength(1);
  });
});
