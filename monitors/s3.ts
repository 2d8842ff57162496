import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * Each object in a failure bucket is a batch that a function could not process. The metrics filter `parked-records` exists only
 * on these buckets (`ParkedRecords` in @himeshima/constructs).
 */
export const recordsParked = metricAlert({
  id: 'records_parked',
  name: '[S3] PutRequests 監視 (parked records)',
  query: 'sum(last_15m):sum:aws.s3.put_requests{filterid:parked-records} by {bucketname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  summary: 'Records that could not be processed were written to {{bucketname.name}}.',
  impact: 'The alerts or measurements of these records are missing. npm run redrive processes the records again.',
});
