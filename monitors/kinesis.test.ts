import { series } from '../lib/datadog';
import { kinesisIteratorAge, kinesisReadThrottled, kinesisWriteThrottled } from './kinesis';
import { timeline } from './timeline';

const stream = (metric: string, values: string) => [
  series(`aws.kinesis.${metric}{streamname:AlertMessageStream}`, values),
];

describe('a stream', () => {
  test('whose oldest record is an hour old is a ticket', () => {
    const age = stream('get_records_iterator_age_milliseconds.maximum', '3000000+60000x20');
    expect(timeline(kinesisIteratorAge, { series: age, minutes: 30 })).toEqual([
      '25m streamname:AlertMessageStream alert',
    ]);
  });

  test('that refuses one record is a ticket; that refuses one reader is not', () => {
    const write = stream('write_provisioned_throughput_exceeded', '0x4 1 0x20');
    const read = stream('read_provisioned_throughput_exceeded', '0x4 1 0x20');
    expect(timeline(kinesisWriteThrottled, { series: write, minutes: 25 })).toEqual([
      '20m streamname:AlertMessageStream alert',
    ]);
    expect(timeline(kinesisReadThrottled, { series: read, minutes: 25 })).toEqual([]);
  });
});
