import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { logForwardingFailed, logForwardingThrottled } from './logs';

const logs = (metric: string, values: string, of = 'power-on') =>
  series(`aws.logs.${metric}{loggroupname:/aws/lambda/${of}}`, values);

behaviourOf(logForwardingFailed, {
  minutes: 40,
  fires: {
    when: 'one line of any log group could not be forwarded: the next failure would be told to nobody',
    series: [logs('delivery_errors', '0x4 1 0x30'), logs('delivery_errors', '0x35', 'power-command')],
    says: ['20m alert', '30m renotify', '35m recovery'],
  },
  staysOk: { when: 'every line is', series: [logs('delivery_errors', '0x60')] },
  withoutData: noNews(logs('delivery_errors', '_x60')),
});

behaviourOf(logForwardingThrottled, {
  fires: {
    when: 'ten deliveries are throttled, those of all log groups together',
    series: [logs('delivery_throttling', '0x3 5 3 0x55'), logs('delivery_throttling', '0x3 0 2 0x55', 'power-command')],
    says: ['20m alert', '34m recovery'],
  },
  staysOk: { when: 'nine are', series: [logs('delivery_throttling', '0x4 9 0x55')] },
  withoutData: noNews(logs('delivery_throttling', '_x60')),
});
