import type { LogRecord } from '../../contracts/alerts';
import { extractAlerts } from './extract-alerts';

const first = '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const second = '2a0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const functionLine = (requestId: string) =>
  JSON.stringify({ level: 'ERROR', message: 'invalid power report', aws_request_id: requestId });
const runtimeLine = (requestId: string) => `2026-11-24T05:02:20.417Z\t${requestId}\tERROR\tInvoke Error \t{}\n`;

const record = (...messages: string[]): LogRecord => ({
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/lambda/power-on',
  logStream: '2026/11/24/[$LATEST]abc',
  logEvents: messages.map((message, index) => ({ id: `${index}`, timestamp: 1000 + index, message })),
});

describe('extractAlerts', () => {
  test('combines the lines of one invocation into one alert', () => {
    expect(extractAlerts(record(functionLine(first), runtimeLine(first), functionLine(second)))).toMatchObject([
      {
        source: 'power-on',
        requestId: first,
        reason: 'error',
        at: 1000,
        lines: [functionLine(first), runtimeLine(first).trimEnd()],
      },
      { source: 'power-on', requestId: second, at: 1002 },
    ]);
  });

  test('reports a timeout as the reason for an error line from the same invocation, whichever line comes first', () => {
    const timeout = `REPORT RequestId: ${first}\tDuration: 10000 ms\tStatus: timeout`;
    expect(extractAlerts(record(runtimeLine(first), timeout))).toMatchObject([{ reason: 'timeout' }]);
    expect(extractAlerts(record(timeout, runtimeLine(first)))).toMatchObject([{ reason: 'timeout' }]);
  });

  test('returns a separate alert for each error line outside an invocation', () => {
    expect(extractAlerts(record('ERROR: cannot load', 'ERROR: cannot load'))).toHaveLength(2);
  });

  test.each([
    ['/aws/vendedlogs/states/power-command', 'workflow power-command'],
    ['/aws/apigateway/himeshima', 'API himeshima'],
  ])('maps log group %s to source "%s"', (logGroup, source) => {
    expect(extractAlerts({ ...record('ERROR'), logGroup })).toMatchObject([{ source }]);
  });

  test('ignores lines that require no action', () => {
    expect(extractAlerts(record(`REPORT RequestId: ${first}\tDuration: 1 ms`))).toEqual([]);
  });
});
