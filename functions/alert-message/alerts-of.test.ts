import type { LogRecord } from '../../contracts/alerts';
import { alertsOf } from './alerts-of';

const first = '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const second = '2a0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';
const ours = (requestId: string) => JSON.stringify({ level: 'ERROR', message: 'refused', aws_request_id: requestId });
const theirs = (requestId: string) => `2026-11-24T05:02:20.417Z\t${requestId}\tERROR\tInvoke Error \t{}\n`;

const record = (...messages: string[]): LogRecord => ({
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/lambda/power-on',
  logStream: '2026/11/24/[$LATEST]abc',
  logEvents: messages.map((message, index) => ({ id: `${index}`, timestamp: 1000 + index, message })),
});

describe('alertsOf', () => {
  test('the lines of one invocation are one alert', () => {
    expect(alertsOf(record(ours(first), theirs(first), ours(second)))).toMatchObject([
      {
        source: 'power-on',
        requestId: first,
        reason: 'error',
        at: 1000,
        lines: [ours(first), theirs(first).trimEnd()],
      },
      { source: 'power-on', requestId: second, at: 1002 },
    ]);
  });

  test('a timeout explains the error line beside it, in whichever order they stand', () => {
    const timeout = `REPORT RequestId: ${first}\tDuration: 10000 ms\tStatus: timeout`;
    expect(alertsOf(record(theirs(first), timeout))).toMatchObject([{ reason: 'timeout' }]);
    expect(alertsOf(record(timeout, theirs(first)))).toMatchObject([{ reason: 'timeout' }]);
  });

  test('error lines of no invocation are told one by one', () => {
    expect(alertsOf(record('ERROR: cannot load', 'ERROR: cannot load'))).toHaveLength(2);
  });

  test.each([
    ['/aws/vendedlogs/states/power-command', 'workflow power-command'],
    ['/aws/apigateway/himeshima', 'API himeshima'],
  ])('lines of %s are those of the %s', (logGroup, source) => {
    expect(alertsOf({ ...record('ERROR'), logGroup })).toMatchObject([{ source }]);
  });

  test('lines that give nobody anything to do make no alert', () => {
    expect(alertsOf(record(`REPORT RequestId: ${first}\tDuration: 1 ms`))).toEqual([]);
  });
});
