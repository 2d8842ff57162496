import { metricAlert } from './authoring/metric-alert';

/**
 * A query that ended has taken some time, whatever came of it: CloudWatch has no count of them. One that would read more than
 * the workgroup lets it is cancelled.
 */
export const athenaQueryFailed = metricAlert({
  id: 'athena_query_failed',
  name: '[Athena] TotalExecutionTime 監視 (not succeeded)',
  query: 'max(last_15m):max:aws.athena.total_execution_time{!querystate:succeeded} by {workgroup} >= 1',
  severity: 'ticket',
  runbook: 'query-failed',
  // there are figures where there are such queries, and nowhere else
  settings: { onMissingData: 'resolve' },
  accepts: { 'no-recovery-threshold': 'A query that failed has taken some time: below it there is none.' },
  happened: 'A query in the workgroup {{workgroup.name}} failed or was cancelled.',
  matters: 'Whoever asked the archive has no answer, and a program that asks has none every time.',
});
