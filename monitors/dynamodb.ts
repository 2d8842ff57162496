import { metricAlert } from './authoring/metric-alert';

/** The SDK tries a throttled call again, twice; claranet and Datadog ship nothing. */
export const dynamodbThrottled = metricAlert({
  id: 'dynamodb_throttled',
  name: '[DynamoDB] ThrottledRequests 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.throttled_requests{*} by {tablename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  happened: '{{tablename.name}} throttled {{value}} requests within 15 minutes.',
  matters: 'One thing writes too often, or the traffic doubled within half an hour: what is not stored is retried.',
});

export const dynamodbSystemErrors = metricAlert({
  id: 'dynamodb_system_errors',
  name: '[DynamoDB] SystemErrors 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.system_errors{*} by {tablename}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  happened: 'DynamoDB itself answered {{tablename.name}} with {{value}} errors within 15 minutes.',
  matters: 'Single ones are retried; many delay every report and every command.',
});

/** Refused calls, of the whole account: a wrong item, or a key that may not be used. No call of ours is wrong on purpose. */
export const dynamodbRefused = metricAlert({
  id: 'dynamodb_refused',
  name: '[DynamoDB] UserErrors 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.user_errors{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'dynamodb-refused',
  happened: 'DynamoDB refused {{value}} calls within 15 minutes.',
  matters: 'They are wrong, or the key cannot be used: they fail as often as they are tried.',
});

/** AWS promises single-digit milliseconds; ten calls of 100 ms are a tenth of the 10 s that a function has. */
export const dynamodbSlow = metricAlert({
  id: 'dynamodb_slow',
  name: '[DynamoDB] SuccessfulRequestLatency 監視',
  query: 'avg(last_15m):avg:aws.dynamodb.successful_request_latency{*} by {tablename,operation} >= 100',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  happened: '{{operation.name}} on {{tablename.name}} takes {{value}} ms on average.',
  matters: 'Functions take longer, run more at once, and come near their reserved concurrency.',
  criticalRecovery: 50,
});
