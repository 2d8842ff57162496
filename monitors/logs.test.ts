import { series } from '../lib/datadog';
import { logForwardingFailed } from './logs';
import { timeline } from './timeline';

describe('log_forwarding_failed', () => {
  test('one line that could not be forwarded pages: the next failure would be told to nobody', () => {
    const errors = [series('aws.logs.delivery_errors', '0x4 1 0x30')];
    expect(timeline(logForwardingFailed, { series: errors, minutes: 25 })).toEqual(['20m alert']);
  });
});
