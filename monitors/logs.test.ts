import { series } from '@himeshima/datadog-monitors';
import { logForwardingFailed, logForwardingThrottled } from './logs';
import { describeMonitorBehavior, keepsState } from './testing';

const logs = (metric: string, values: string, of = 'power-on') =>
  series(`aws.logs.${metric}{loggroupname:/aws/lambda/${of}}`, values);

describeMonitorBehavior(logForwardingFailed, {
  minutes: 40,
  fires: {
    when: 'one log line from any log group could not be forwarded',
    series: [logs('delivery_errors', '0x4 1 0x30'), logs('delivery_errors', '0x35', 'power-command')],
    notifications: ['20m alert', '30m renotify', '35m recovery'],
  },
  staysOk: { when: 'every line is forwarded', series: [logs('delivery_errors', '0x60')] },
  withoutData: keepsState(logs('delivery_errors', '_x60')),
});

describeMonitorBehavior(logForwardingThrottled, {
  fires: {
    when: 'ten deliveries from all log groups together are throttled',
    series: [logs('delivery_throttling', '0x3 5 3 0x55'), logs('delivery_throttling', '0x3 0 2 0x55', 'power-command')],
    notifications: ['20m alert', '34m recovery'],
  },
  staysOk: { when: 'nine deliveries are throttled', series: [logs('delivery_throttling', '0x4 9 0x55')] },
  withoutData: keepsState(logs('delivery_throttling', '_x60')),
});
