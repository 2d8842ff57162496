import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { kinesisIteratorAge, kinesisReadThrottled, kinesisWriteThrottled, telemetrySilent } from './kinesis';

const stream = (metric: string, values: string) =>
  series(`aws.kinesis.${metric}{streamname:AlertMessageStream}`, values);
const age = (values: string) => stream('get_records_iterator_age_milliseconds.maximum', values);

behaviourOf(kinesisIteratorAge, {
  minutes: 90,
  fires: {
    when: 'the oldest record is an hour old, until the reader has come within ten minutes',
    series: [age('3000000+60000x10 600000x19 540000x40')],
    says: ['25m streamname:AlertMessageStream alert', '55m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'it is 59 minutes old', series: [age('3540000x60')] },
  withoutData: noNews(age('0x9 _x51')),
});

behaviourOf(kinesisWriteThrottled, {
  minutes: 40,
  fires: {
    when: 'one record is refused',
    series: [stream('write_provisioned_throughput_exceeded', '0x4 1 0x30')],
    says: ['20m streamname:AlertMessageStream alert', '35m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'all are taken', series: [stream('write_provisioned_throughput_exceeded', '0x60')] },
  withoutData: noNews(stream('write_provisioned_throughput_exceeded', '_x60')),
});

behaviourOf(kinesisReadThrottled, {
  fires: {
    when: 'ten reads are refused',
    series: [stream('read_provisioned_throughput_exceeded', '0x3 5 5 0x55')],
    says: ['20m streamname:AlertMessageStream alert', '34m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'nine are', series: [stream('read_provisioned_throughput_exceeded', '0x4 9 0x55')] },
  withoutData: noNews(stream('read_provisioned_throughput_exceeded', '_x60')),
});

const telemetry = (values: string) => series('aws.kinesis.incoming_records{streamname:telemetry}', values);

behaviourOf(telemetrySilent, {
  minutes: 180,
  fires: {
    when: 'no measurement comes for an hour, until one does',
    series: [telemetry('1x10 _x90 1 1x90')],
    says: ['85m alert', '116m recovery'],
  },
  staysOk: { when: 'one comes within the hour', series: [telemetry('1 0x58 1 _x58 1 0x58 1 _x2')] },
  withoutData: {
    when: 'a platform without sensors has nothing to miss',
    series: [telemetry('_x180')],
    says: [],
  },
});
