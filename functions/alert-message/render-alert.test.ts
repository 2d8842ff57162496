import type { Alert } from './extract-alerts';
import { renderAlert } from './render-alert';

const alert: Alert = {
  source: 'power-on',
  requestId: '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e',
  trace: 'trace-1',
  reason: 'error',
  logGroup: '/aws/lambda/power-on',
  logStream: '2026/11/24/[$LATEST]abc',
  at: Date.UTC(2026, 10, 24, 5, 2, 20),
  lines: ['{"level":"ERROR","message":"invalid power report"}'],
};

describe('renderAlert', () => {
  test('the message includes everything needed to find the failure', () => {
    expect(renderAlert(alert)).toEqual({
      subject: 'power-on failed',
      body: [
        'power-on failed',
        '',
        'request id  1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e',
        'trace id    trace-1',
        'log group   /aws/lambda/power-on',
        'log stream  2026/11/24/[$LATEST]abc',
        'at          2026-11-24T05:02:20.000Z',
        '',
        '{"level":"ERROR","message":"invalid power report"}',
      ].join('\n'),
    });
  });

  test("the message stays within SNS's limits", () => {
    const loud = renderAlert({ ...alert, source: '島'.repeat(200), lines: Array(1000).fill('x'.repeat(1_000_000)) });
    expect(loud.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(Buffer.byteLength(loud.body)).toBeLessThan(256 * 1024);
    expect(loud.body).toContain('980 more lines');
  });
});
