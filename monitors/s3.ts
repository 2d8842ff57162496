import { metricAlert } from './authoring/metric-alert';

/**
 * A put into a bucket of failures is a batch that a function gave up. The filter `parked-records` counts requests
 * in such buckets alone (stacks/constructs/parked-records.ts), whatever buckets come later.
 */
export const recordsParked = metricAlert({
  id: 'records_parked',
  name: '[S3] PutRequests 監視 (parked records)',
  query: 'sum(last_15m):sum:aws.s3.put_requests{filterid:parked-records} by {bucketname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  happened: 'Records that could not be processed were put into {{bucketname.name}}.',
  matters: 'What they say is told and stored nowhere. They lie there whole: npm run redrive puts them back.',
});
