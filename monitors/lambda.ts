import { metricAlert } from './metric-alert';

/** A share, not a count: single failures are told one by one by alert-message, with their log line. */
export const lambdaErrors = metricAlert({
  id: 'lambda_errors',
  name: '[Lambda] Errors 監視',
  query:
    'sum(last_15m):sum:aws.lambda.errors{*} by {functionname}.as_count() / ' +
    'sum:aws.lambda.invocations{*} by {functionname}.as_count() >= 0.1',
  severity: 'page',
  runbook: 'lambda-errors',
  message: 'A tenth or more of the invocations of {{functionname.name}} failed within 15 minutes.',
  warning: 0.02,
});

export const lambdaThrottles = metricAlert({
  id: 'lambda_throttles',
  name: '[Lambda] Throttles 監視',
  query: 'sum(last_15m):sum:aws.lambda.throttles{*} by {functionname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  message: '{{functionname.name}} ran into its reserved concurrency: events wait, and are retried for 6 hours.',
});

/** The one function that reads a stream is alert-message: what it does not read, nobody is told. */
export const lambdaIteratorAge = metricAlert({
  id: 'lambda_iterator_age',
  name: '[Lambda] IteratorAge 監視',
  query: 'max(last_10m):max:aws.lambda.iterator_age.maximum{*} by {functionname} >= 900000',
  severity: 'page',
  runbook: 'alerts-delayed',
  message: '{{functionname.name}} is 15 minutes or more behind its stream: errors of other functions are told late.',
});
