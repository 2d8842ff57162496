import { series } from '@himeshima/datadog-monitors';
import { recordsParked } from './s3';
import { describeMonitorBehavior, keepsState } from './testing';

const puts = (filter: string, values: string) =>
  series(`aws.s3.put_requests{bucketname:alert-message-failures,filterid:${filter}}`, values);

describeMonitorBehavior(recordsParked, {
  fires: {
    when: 'one batch is parked',
    series: [puts('parked-records', '0x4 1 0x55')],
    notifications: ['20m bucketname:alert-message-failures alert', '35m bucketname:alert-message-failures recovery'],
  },
  staysOk: {
    when: 'objects are written to another bucket continuously',
    series: [puts('telemetry', '9x60'), puts('parked-records', '0x60')],
  },
  withoutData: keepsState(puts('parked-records', '_x60')),
});
