import { series } from '@himeshima/datadog-monitors';
import { kinesisIteratorAge, kinesisReadThrottled, kinesisWriteThrottled, telemetrySilent } from './kinesis';
import { describeMonitorBehavior, keepsState } from './testing';

const stream = (metric: string, values: string) =>
  series(`aws.kinesis.${metric}{streamname:AlertMessageStream}`, values);
const age = (values: string) => stream('get_records_iterator_age_milliseconds.maximum', values);

describeMonitorBehavior(kinesisIteratorAge, {
  minutes: 90,
  fires: {
    when: 'the oldest record is an hour old, until it is less than ten minutes old',
    series: [age('3000000+60000x10 600000x19 540000x40')],
    notifications: ['25m streamname:AlertMessageStream alert', '55m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'the oldest record is 59 minutes old', series: [age('3540000x60')] },
  withoutData: keepsState(age('0x9 _x51')),
});

describeMonitorBehavior(kinesisWriteThrottled, {
  minutes: 40,
  fires: {
    when: 'one write is throttled',
    series: [stream('write_provisioned_throughput_exceeded', '0x4 1 0x30')],
    notifications: ['20m streamname:AlertMessageStream alert', '35m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'no write is throttled', series: [stream('write_provisioned_throughput_exceeded', '0x60')] },
  withoutData: keepsState(stream('write_provisioned_throughput_exceeded', '_x60')),
});

describeMonitorBehavior(kinesisReadThrottled, {
  fires: {
    when: 'ten reads are throttled',
    series: [stream('read_provisioned_throughput_exceeded', '0x3 5 5 0x55')],
    notifications: ['20m streamname:AlertMessageStream alert', '34m streamname:AlertMessageStream recovery'],
  },
  staysOk: { when: 'nine reads are throttled', series: [stream('read_provisioned_throughput_exceeded', '0x4 9 0x55')] },
  withoutData: keepsState(stream('read_provisioned_throughput_exceeded', '_x60')),
});

const telemetry = (values: string) => series('aws.kinesis.incoming_records{streamname:telemetry}', values);

describeMonitorBehavior(telemetrySilent, {
  minutes: 180,
  fires: {
    when: 'no measurement arrives for an hour, until the next measurement arrives',
    series: [telemetry('1x10 _x90 1 1x90')],
    notifications: ['85m alert', '116m recovery'],
  },
  staysOk: { when: 'one measurement arrives within the hour', series: [telemetry('1 0x58 1 _x58 1 0x58 1 _x2')] },
  withoutData: {
    when: 'there are no sensors',
    series: [telemetry('_x180')],
    notifications: [],
  },
});
