import { series } from '@himeshima/datadog-monitors';
import { deadLettersExpiring, deadLettersWaiting } from './sqs';
import { describeMonitorBehavior, keepsState } from './testing';

const queue = (metric: string, name: string, values: string) => series(`aws.sqs.${metric}{queuename:${name}}`, values);
const visible = (name: string, values: string) => queue('approximate_number_of_messages_visible', name, values);
const age = (values: string) => queue('approximate_age_of_oldest_message', 'rule-errors', values);

describeMonitorBehavior(deadLettersWaiting, {
  fires: {
    when: 'one message waits, until the queue is empty',
    series: [visible('failed-events', '0x4 1x9 0x30'), visible('rule-errors', '0x44')],
    notifications: ['20m queuename:failed-events alert', '34m queuename:failed-events recovery'],
  },
  staysOk: {
    when: 'both queues are empty',
    series: [visible('failed-events', '0x60'), visible('rule-errors', '0x60')],
  },
  withoutData: {
    when: 'a queue stops reporting while in alert',
    series: [visible('failed-events', '0x4 1x5 _x51')],
    notifications: ['20m queuename:failed-events alert'],
  },
});

describeMonitorBehavior(deadLettersExpiring, {
  minutes: 90,
  fires: {
    when: 'the oldest message is ten days old, until it is less than nine days old',
    series: [age('863760+60x4 777600x29 699840x60')],
    notifications: [
      '19m queuename:rule-errors alert',
      '29m queuename:rule-errors renotify',
      '39m queuename:rule-errors renotify',
      '49m queuename:rule-errors renotify',
      '59m queuename:rule-errors renotify',
      '64m queuename:rule-errors recovery',
    ],
  },
  staysOk: { when: 'the oldest message is one minute younger than ten days', series: [age('863940x60')] },
  withoutData: keepsState(age('0x9 _x51')),
});
