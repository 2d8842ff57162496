import { series } from '@himeshima/datadog-monitors';
import { firehoseLate, firehoseThrottled } from './firehose';
import { describeMonitorBehavior, keepsState } from './testing';

const of = (metric: string, values: string) =>
  series(`aws.firehose.${metric}{deliverystreamname:shadow-archive}`, values);
const freshness = (values: string) => of('delivery_to_s_3data_freshness', values);

describeMonitorBehavior(firehoseLate, {
  minutes: 90,
  fires: {
    when: 'the oldest record is 15 minutes old, until it is less than 7.5 minutes old',
    series: [freshness('300x9 900 450x19 405x60')],
    notifications: ['25m deliverystreamname:shadow-archive alert', '60m deliverystreamname:shadow-archive recovery'],
  },
  staysOk: {
    when: 'the oldest record has waited for one second less than 15 minutes',
    series: [freshness('300x9 899x20 300x60')],
  },
  withoutData: keepsState(freshness('300x9 _x80')),
});

describeMonitorBehavior(firehoseThrottled, {
  fires: {
    when: 'one record is throttled',
    series: [of('throttled_records', '0x4 1 0x55')],
    notifications: ['20m deliverystreamname:shadow-archive alert', '35m deliverystreamname:shadow-archive recovery'],
  },
  staysOk: { when: 'no record is throttled', series: [of('throttled_records', '0x60')] },
  withoutData: keepsState(of('throttled_records', '_x60')),
});
