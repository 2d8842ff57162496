import { metricAlert } from './authoring/metric-alert';

/** A twenty-fourth of the shortest retention there is, 24 h: a record that nobody reads for that long is gone. */
export const kinesisIteratorAge = metricAlert({
  id: 'kinesis_iterator_age',
  name: '[Kinesis] GetRecords.IteratorAgeMilliseconds 監視',
  query: 'max(last_10m):max:aws.kinesis.get_records_iterator_age_milliseconds.maximum{*} by {streamname} >= 3600000',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  happened: 'The oldest unread record of {{streamname.name}} is an hour old.',
  matters: 'It is gone when the retention ends, and what it tells is told to nobody.',
  criticalRecovery: 600000,
});

export const kinesisWriteThrottled = metricAlert({
  id: 'kinesis_write_throttled',
  name: '[Kinesis] WriteProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.write_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  happened: '{{streamname.name}} refused {{value}} records within 15 minutes.',
  matters: 'Its shards are too few. CloudWatch Logs tries again for 24 hours; a rule drops what stays refused.',
});

/** The poller of Lambda tries again each second, so that a few are no delay. */
export const kinesisReadThrottled = metricAlert({
  id: 'kinesis_read_throttled',
  name: '[Kinesis] ReadProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.read_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  happened: '{{streamname.name}} refused to be read {{value}} times within 15 minutes.',
  matters: 'There are too many readers for its shards: alerts or measurements come late.',
});

/**
 * Sensors report every few minutes, day and night, so that an hour without any is no small fleet's quiet. A
 * stream that gets nothing has no figures: for a count, on_missing_data `default` takes that for zero.
 */
export const telemetrySilent = metricAlert({
  id: 'telemetry_silent',
  name: '[Kinesis] IncomingRecords 監視 (telemetry)',
  query: 'sum(last_1h):sum:aws.kinesis.incoming_records{streamname:telemetry}.as_count() < 1',
  severity: 'ticket',
  runbook: 'telemetry-silent',
  happened: 'No sensor has measured anything for an hour.',
  matters: 'Either no device reaches AWS IoT, or the rule telemetry does not reach its stream: rooms are not watched.',
  settings: { onMissingData: 'default' },
});
