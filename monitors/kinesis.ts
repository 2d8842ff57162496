import { metricAlert } from '@himeshima/constructs/monitors';

/** One hour is 1/24 of the shortest stream retention. Records that are not read within the retention period are lost. */
export const kinesisIteratorAge = metricAlert({
  id: 'kinesis_iterator_age',
  name: '[Kinesis] GetRecords.IteratorAgeMilliseconds 監視',
  query: 'max(last_10m):max:aws.kinesis.get_records_iterator_age_milliseconds.maximum{*} by {streamname} >= 3600000',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  summary: 'The oldest unread record of {{streamname.name}} is an hour old.',
  impact: 'Unread records are lost when the retention period ends.',
  criticalRecovery: 600000,
});

export const kinesisWriteThrottled = metricAlert({
  id: 'kinesis_write_throttled',
  name: '[Kinesis] WriteProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.write_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  summary: '{{streamname.name}} throttled {{value}} writes within 15 minutes.',
  impact:
    'The stream has too few shards. CloudWatch Logs retries for 24 hours; an IoT rule sends messages to rule-errors if its retries are throttled as well.',
});

/** Lambda polls again every second, so a few throttled reads cause no delay. */
export const kinesisReadThrottled = metricAlert({
  id: 'kinesis_read_throttled',
  name: '[Kinesis] ReadProvisionedThroughputExceeded 監視',
  query: 'sum(last_15m):sum:aws.kinesis.read_provisioned_throughput_exceeded{*} by {streamname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  summary: '{{streamname.name}} throttled {{value}} reads within 15 minutes.',
  impact: 'The stream has too many consumers for its shards. Alerts or measurements arrive late.',
});

/**
 * Sensors report every few minutes around the clock, so an hour without a record is a failure even in a small fleet. A
 * stream without records publishes no metric; with `default`, Datadog treats missing count data as zero.
 */
export const telemetrySilent = metricAlert({
  id: 'telemetry_silent',
  name: '[Kinesis] IncomingRecords 監視 (telemetry)',
  query: 'sum(last_1h):sum:aws.kinesis.incoming_records{streamname:telemetry}.as_count() < 1',
  severity: 'ticket',
  runbook: 'telemetry-silent',
  summary: 'No sensor has reported a measurement for an hour.',
  impact: 'No device reaches AWS IoT, or the telemetry rule cannot write to its stream. Rooms are not monitored.',
  settings: { onMissingData: 'default' },
});
