import { metricAlert } from '@himeshima/constructs/monitors';

/** The SDK retries a throttled call twice. Neither claranet nor Datadog ships a monitor for this metric. */
export const dynamodbThrottled = metricAlert({
  id: 'dynamodb_throttled',
  name: '[DynamoDB] ThrottledRequests 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.throttled_requests{*} by {tablename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  summary: '{{tablename.name}} throttled {{value}} requests within 15 minutes.',
  impact: 'A device is writing too often, or traffic has doubled within half an hour. Failed writes are retried.',
});

export const dynamodbSystemErrors = metricAlert({
  id: 'dynamodb_system_errors',
  name: '[DynamoDB] SystemErrors 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.system_errors{*} by {tablename}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  summary: 'DynamoDB returned {{value}} internal errors for {{tablename.name}} within 15 minutes.',
  impact: 'Individual errors are retried, but many errors delay all reports and commands.',
});

/**
 * Counts rejected calls in the whole account, for example calls with an invalid item or with a KMS key that the caller cannot
 * use. The platform makes no calls that are expected to be rejected.
 */
export const dynamodbRefused = metricAlert({
  id: 'dynamodb_refused',
  name: '[DynamoDB] UserErrors 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.user_errors{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'dynamodb-refused',
  summary: 'DynamoDB rejected {{value}} calls within 15 minutes.',
  impact: 'The calls are invalid, or the KMS key cannot be used. Retries will fail too.',
});

/** AWS promises single-digit milliseconds. Ten calls of 100 ms each use a tenth of a function's timeout of 10 s. */
export const dynamodbSlow = metricAlert({
  id: 'dynamodb_slow',
  name: '[DynamoDB] SuccessfulRequestLatency 監視',
  query: 'avg(last_15m):avg:aws.dynamodb.successful_request_latency{*} by {tablename,operation} >= 100',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  summary: '{{operation.name}} on {{tablename.name}} takes {{value}} ms on average.',
  impact: 'Functions take longer, so more of them run concurrently and approach their reserved concurrency.',
  criticalRecovery: 50,
});
