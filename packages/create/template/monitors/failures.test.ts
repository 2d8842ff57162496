import { series } from '@himeshima/datadog-monitors';
import { alertsNotDelivered, deadLettersExpiring, deadLettersWaiting } from './failures';
import { describeMonitorBehavior, keepsState } from './testing';

const queue = (metric: string, values: string) => series(`aws.sqs.${metric}{queuename:rule-errors}`, values);
const visible = (values: string) => queue('approximate_number_of_messages_visible', values);
const age = (values: string) => queue('approximate_age_of_oldest_message', values);
const failed = (values: string) => series(`aws.sns.number_of_notifications_failed{topicname:account-alerts}`, values);

describeMonitorBehavior(deadLettersWaiting, {
  fires: {
    when: 'one message waits, until the queue is empty',
    series: [visible('0x4 1x9 0x47')],
    notifications: ['20m queuename:rule-errors alert', '34m queuename:rule-errors recovery'],
  },
  staysOk: { when: 'the queue is empty', series: [visible('0x60')] },
  withoutData: keepsState(visible('0x4 _x56')),
});

describeMonitorBehavior(deadLettersExpiring, {
  minutes: 30,
  fires: {
    when: 'the oldest message is ten days old',
    series: [age('863940x4 864000 863940x25')],
    notifications: ['20m queuename:rule-errors alert', '30m queuename:rule-errors renotify'],
  },
  staysOk: { when: 'the oldest message is one minute younger than ten days', series: [age('863940x30')] },
  withoutData: keepsState(age('0x4 _x26')),
});

describeMonitorBehavior(alertsNotDelivered, {
  minutes: 30,
  fires: {
    when: 'one message is not delivered',
    series: [failed('0x4 1 0x25')],
    notifications: ['20m topicname:account-alerts alert'],
  },
  staysOk: { when: 'every message is delivered', series: [failed('0x30')] },
  withoutData: keepsState(failed('_x30')),
});
