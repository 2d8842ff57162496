import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { deadLettersExpiring, deadLettersWaiting } from './sqs';

const queue = (metric: string, name: string, values: string) => series(`aws.sqs.${metric}{queuename:${name}}`, values);
const visible = (name: string, values: string) => queue('approximate_number_of_messages_visible', name, values);
const age = (values: string) => queue('approximate_age_of_oldest_message', 'rule-errors', values);

behaviourOf(deadLettersWaiting, {
  fires: {
    when: 'one message waits, until the queue is empty',
    series: [visible('failed-events', '0x4 1x9 0x30'), visible('rule-errors', '0x44')],
    says: ['20m queuename:failed-events alert', '34m queuename:failed-events recovery'],
  },
  staysOk: {
    when: 'both queues are empty',
    series: [visible('failed-events', '0x60'), visible('rule-errors', '0x60')],
  },
  withoutData: {
    when: 'a queue of which nothing is heard any more still waits for somebody',
    series: [visible('failed-events', '0x4 1x5 _x51')],
    says: ['20m queuename:failed-events alert'],
  },
});

behaviourOf(deadLettersExpiring, {
  minutes: 90,
  fires: {
    when: 'the oldest message is ten days old, until none is older than nine',
    series: [age('863760+60x4 777600x29 699840x60')],
    says: [
      '19m queuename:rule-errors alert',
      '29m queuename:rule-errors renotify',
      '39m queuename:rule-errors renotify',
      '49m queuename:rule-errors renotify',
      '59m queuename:rule-errors renotify',
      '64m queuename:rule-errors recovery',
    ],
  },
  staysOk: { when: 'it lacks a minute to that', series: [age('863940x60')] },
  withoutData: noNews(age('0x9 _x51')),
});
