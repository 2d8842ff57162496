import { series } from '../lib/datadog';
import { snsDeliveryFailed } from './sns';
import { timeline } from './timeline';

describe('sns_delivery_failed', () => {
  test('one message that reached nobody is a ticket', () => {
    const failed = [series('aws.sns.number_of_notifications_failed{topicname:alerts}', '0x4 1 0x30')];
    expect(timeline(snsDeliveryFailed, { series: failed, minutes: 25 })).toEqual(['20m topicname:alerts alert']);
  });
});
