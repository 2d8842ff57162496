import { endLine, reportLine, startLine } from './report';

const report = {
  requestId: '1f0c',
  milliseconds: 48.126,
  memoryMegabytes: 256,
  usedMegabytes: 71,
  initMilliseconds: undefined,
  status: 'success',
} as const;

// The lines of the Lambda developer guide, "nodejs-logging".
describe('the lines of the platform', () => {
  test('start and end name the request', () => {
    expect(startLine('1f0c')).toBe('START RequestId: 1f0c Version: $LATEST\n');
    expect(endLine('1f0c')).toBe('END RequestId: 1f0c\n');
  });

  test('a warm invocation has no init duration', () =>
    expect(reportLine(report)).toBe(
      'REPORT RequestId: 1f0c\tDuration: 48.13 ms\tBilled Duration: 49 ms\tMemory Size: 256 MB\tMax Memory Used: 71 MB\t\n',
    ));

  test('a cold one has, and it is billed', () =>
    expect(reportLine({ ...report, initMilliseconds: 120.5 })).toContain(
      'Billed Duration: 169 ms\tMemory Size: 256 MB\tMax Memory Used: 71 MB\tInit Duration: 120.50 ms\t\n',
    ));

  test('a timeout and an error are told at the end', () => {
    expect(reportLine({ ...report, status: 'timeout' })).toMatch(/Max Memory Used: 71 MB\tStatus: timeout\t\n$/);
    expect(reportLine({ ...report, status: 'error', errorType: 'Runtime.OutOfMemory' })).toMatch(
      /Status: error\tError Type: Runtime.OutOfMemory\n$/,
    );
  });
});
