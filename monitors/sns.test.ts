import { series } from '@himeshima/datadog-monitors';
import { snsDeliveryFailed } from './sns';
import { describeMonitorBehavior, keepsState } from './testing';

const failedNotifications = (values: string) =>
  series('aws.sns.number_of_notifications_failed{topicname:alerts}', values);

describeMonitorBehavior(snsDeliveryFailed, {
  fires: {
    when: 'one message could not be delivered',
    series: [failedNotifications('0x4 1 0x55')],
    notifications: ['20m topicname:alerts alert', '35m topicname:alerts recovery'],
  },
  staysOk: { when: 'all messages are delivered', series: [failedNotifications('0x60')] },
  withoutData: keepsState(failedNotifications('_x60')),
});
