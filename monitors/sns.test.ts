import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { snsDeliveryFailed } from './sns';

const failed = (values: string) => series('aws.sns.number_of_notifications_failed{topicname:alerts}', values);

behaviourOf(snsDeliveryFailed, {
  fires: {
    when: 'one message reached nobody',
    series: [failed('0x4 1 0x55')],
    says: ['20m topicname:alerts alert', '35m topicname:alerts recovery'],
  },
  staysOk: { when: 'all arrive', series: [failed('0x60')] },
  withoutData: noNews(failed('_x60')),
});
