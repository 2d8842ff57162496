import { metricAlert } from './metric-alert';

export const kinesisIteratorAge = metricAlert({
  id: 'kinesis_iterator_age',
  name: '[Kinesis] GetRecords.IteratorAgeMilliseconds 監視',
  query: 'max(last_10m):max:aws.kinesis.get_records_iterator_age_milliseconds.maximum{*} by {streamname} >= 3600000',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  message: 'The oldest unread record of {{streamname.name}} is an hour old; it is gone when the retention ends.',
});

export const kinesisWriteThrottled = metricAlert({
  id: 'kinesis_write_throttled',
  name: '[Kinesis] WriteProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.write_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  message: '{{streamname.name}} refused records: its shards are too few. CloudWatch Logs tries again for 24 hours.',
});

export const kinesisReadThrottled = metricAlert({
  id: 'kinesis_read_throttled',
  name: '[Kinesis] ReadProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.read_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  message: '{{streamname.name}} refused to be read: too many readers for its shards.',
});
