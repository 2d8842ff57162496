import { series } from '../lib/datadog';
import { deadLettersWaiting } from './sqs';
import { timeline } from './timeline';

const visible = (queue: string, values: string) =>
  series(`aws.sqs.approximate_number_of_messages_visible{queuename:${queue}}`, values);

describe('dead_letters_waiting', () => {
  test('one message is a ticket, until the queue is empty', () => {
    const run = [visible('failed-events', '0x4 1x9 0x30'), visible('rule-errors', '0x44')];
    expect(timeline(deadLettersWaiting, { series: run, minutes: 44 })).toEqual([
      '20m queuename:failed-events alert',
      '34m queuename:failed-events recovery',
    ]);
  });
});
