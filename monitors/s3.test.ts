import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { recordsParked } from './s3';

const puts = (filter: string, values: string) =>
  series(`aws.s3.put_requests{bucketname:alert-message-failures,filterid:${filter}}`, values);

behaviourOf(recordsParked, {
  fires: {
    when: 'one batch is put away',
    series: [puts('parked-records', '0x4 1 0x55')],
    says: ['20m bucketname:alert-message-failures alert', '35m bucketname:alert-message-failures recovery'],
  },
  staysOk: {
    when: 'another kind of bucket is written all the time',
    series: [puts('telemetry', '9x60'), puts('parked-records', '0x60')],
  },
  withoutData: noNews(puts('parked-records', '_x60')),
});
