import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * CloudWatch does not count failed queries, but publishes execution times by final state. Athena cancels a query that exceeds
 * the workgroup's scan limit.
 */
export const athenaQueryFailed = metricAlert({
  id: 'athena_query_failed',
  name: '[Athena] TotalExecutionTime 監視 (not succeeded)',
  query: 'max(last_15m):max:aws.athena.total_execution_time{!querystate:succeeded} by {workgroup} >= 1',
  severity: 'ticket',
  runbook: 'query-failed',
  // the metric exists only while there are failed queries
  settings: { onMissingData: 'resolve' },
  accepts: {
    'no-recovery-threshold':
      'The metric counts only failed queries, so any execution time of at least 1 ms means a failure.',
  },
  summary: 'A query in the workgroup {{workgroup.name}} failed or was cancelled.',
  impact: 'The caller gets no result. A program that repeats the query will fail every time.',
});
