import { metricAlert } from './authoring/metric-alert';

/**
 * A put into a bucket of failures is a batch that `alert-message` gave up. The filter `parked-records` counts requests
 * in such buckets alone (stacks/features/alerts.ts), whatever buckets come later.
 */
export const recordsParked = metricAlert({
  id: 'records_parked',
  name: '[S3] PutRequests 監視 (parked records)',
  query: 'sum(last_15m):sum:aws.s3.put_requests{filterid:parked-records} by {bucketname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  happened: 'Records that could not be processed were put into {{bucketname.name}}.',
  matters: 'Errors of functions were told to nobody. The records lie there whole, and can be sent again.',
});
