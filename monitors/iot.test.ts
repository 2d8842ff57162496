import { series } from '../lib/datadog';
import { iotConnectDenied, iotErrorActionFailed, iotRuleFailed } from './iot';
import { timeline } from './timeline';

const once = (metric: string) => [series(`aws.iot.${metric}{rulename:power_on}`, '0x4 1 0x30')];

describe('rules', () => {
  test.each([
    [iotRuleFailed, 'failure'],
    [iotErrorActionFailed, 'error_action_failure'],
  ])('$id pages for the first failure, since each is a message', (alert, metric) => {
    expect(timeline(alert, { series: once(metric), minutes: 25 })).toEqual(['20m rulename:power_on alert']);
  });
});

describe('iot_connect_denied', () => {
  const denied = (values: string) => [series('aws.iot.connect_auth_error', values)];

  test('one device that tries again every half minute is no attack', () => {
    expect(timeline(iotConnectDenied, { series: denied('2x60'), minutes: 60 })).toEqual([]);
  });

  test('a hundred denied connections within 15 minutes are a ticket', () => {
    expect(timeline(iotConnectDenied, { series: denied('0x9 10x10 0x30'), minutes: 40 })[0]).toBe('34m alert');
  });
});
