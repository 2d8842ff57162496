import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { firehoseLate, firehoseThrottled } from './firehose';

const of = (metric: string, values: string) =>
  series(`aws.firehose.${metric}{deliverystreamname:shadow-archive}`, values);
const freshness = (values: string) => of('delivery_to_s_3data_freshness', values);

behaviourOf(firehoseLate, {
  minutes: 90,
  fires: {
    when: 'the oldest record waits for a quarter of an hour, until none waits for half of that',
    series: [freshness('300x9 900 450x19 405x60')],
    says: ['25m deliverystreamname:shadow-archive alert', '60m deliverystreamname:shadow-archive recovery'],
  },
  staysOk: { when: 'it waits a second less', series: [freshness('300x9 899x20 300x60')] },
  withoutData: noNews(freshness('300x9 _x80')),
});

behaviourOf(firehoseThrottled, {
  fires: {
    when: 'one record is refused',
    series: [of('throttled_records', '0x4 1 0x55')],
    says: ['20m deliverystreamname:shadow-archive alert', '35m deliverystreamname:shadow-archive recovery'],
  },
  staysOk: { when: 'all are taken', series: [of('throttled_records', '0x60')] },
  withoutData: noNews(of('throttled_records', '_x60')),
});
