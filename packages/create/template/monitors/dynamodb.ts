import { metricAlert } from '@himeshima/constructs/monitors';

export const dynamodbThrottled = metricAlert({
  id: 'dynamodb_throttled',
  name: '[DynamoDB] ThrottledRequests',
  query: 'sum(last_15m):sum:aws.dynamodb.throttled_requests{*} by {tablename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'tables',
  summary: '{{tablename.name}} throttled {{value}} requests within 15 minutes.',
  impact: 'One key is written too often, or traffic has doubled within half an hour. Failed writes are retried.',
});

export const dynamodbSystemErrors = metricAlert({
  id: 'dynamodb_system_errors',
  name: '[DynamoDB] SystemErrors',
  query: 'sum(last_15m):sum:aws.dynamodb.system_errors{*} by {tablename}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'tables',
  summary: 'DynamoDB returned {{value}} internal errors for {{tablename.name}} within 15 minutes.',
  impact: 'Individual errors are retried, but many errors delay all messages.',
});

/** Rejected calls in the account: an invalid item, or a KMS key that the caller is not allowed to use. */
export const dynamodbRefused = metricAlert({
  id: 'dynamodb_refused',
  name: '[DynamoDB] UserErrors',
  query: 'sum(last_15m):sum:aws.dynamodb.user_errors{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'tables',
  summary: 'DynamoDB rejected {{value}} calls within 15 minutes.',
  impact: 'The calls are invalid, or the KMS key cannot be used. Retries will fail too.',
});

/** AWS promises single-digit millisecond latency. */
export const dynamodbSlow = metricAlert({
  id: 'dynamodb_slow',
  name: '[DynamoDB] SuccessfulRequestLatency',
  query: 'avg(last_15m):avg:aws.dynamodb.successful_request_latency{*} by {tablename,operation} >= 100',
  severity: 'ticket',
  runbook: 'tables',
  summary: '{{operation.name}} on {{tablename.name}} takes {{value}} ms on average.',
  impact: 'Functions take longer, so more of them run concurrently.',
  criticalRecovery: 50,
});
