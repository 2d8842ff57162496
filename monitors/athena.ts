import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * CloudWatch has no count of failed queries, but an execution time for each state in which queries end. A query that exceeds
 * the scan limit of the workgroup is cancelled.
 */
export const athenaQueryFailed = metricAlert({
  id: 'athena_query_failed',
  name: '[Athena] TotalExecutionTime 監視 (not succeeded)',
  query: 'max(last_15m):max:aws.athena.total_execution_time{!querystate:succeeded} by {workgroup} >= 1',
  severity: 'ticket',
  runbook: 'query-failed',
  // the metric exists only while there are such queries
  settings: { onMissingData: 'resolve' },
  accepts: {
    'no-recovery-threshold': 'Any execution time of 1 ms or more is a failed query.',
  },
  summary: 'A query in the workgroup {{workgroup.name}} failed or was cancelled.',
  impact: 'The caller has no result. A program will fail every time.',
});
